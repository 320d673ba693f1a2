"""Who works with MGN, how much they may, and for how long."""

from tests.areas.cases import Bad, Good
from tests.areas.mgn.specs import SECURITY, installer, operator, people

TAGS = "tags: {Wave: '1'}"
ALL = "[read, replicate, settings, test, cutover, organise, retire]"
MANY = ", ".join(f"'value-{number:04}-{'x' * 40}'" for number in range(200))
SAME_NAME = (
    SECURITY
    + """\
  policies:
    own: {name: Team, statements: [{actions: s3:GetObject, resources: "arn:aws:s3:::edge-*/*"}]}
"""
)

BAD = (
    Bad("LB104", '"movrs" is no group', people("operators: {team: {groups: [§movrs], may: [read]}}")),
    Bad("LB104", '"appp" is no role', operator(f"may: [test], {TAGS}, instance_roles: [§appp]")),
    Bad("LB802", "is no day of the calendar", installer("until: §'2026-02-30'")),
    Bad("LB802", "is no day of the calendar", operator("may: [read], until: §'2026-13-01'")),
    Bad("LB803", "contains '$'", operator("may: [test], tags: {Wave: §'${aws:ResourceTag/Wave}'}")),
    Bad("LB803", "contains '$'", installer("until: '2026-12-31', tags: {Wave: ['1', §'${aws:RequestTag/Wave}']}")),
    Bad("LB803", "contains '*'", operator("may: [replicate], tags: {Wave: [§'1*']}")),
    Bad("LB803", "contains '{'", operator("may: [replicate], tags: {Wave: [§'{var:wave}']}")),
    Bad("LB803", "contains '$'", operator("may: [replicate], tags: {§'${aws:username}': '1'}")),
    Bad("LB803", "contains '\\n'", installer('until: "2026-12-31", tags: {§"Wave\\n```\\n# evil": "1"}')),
    Bad("LB803", "aws:", operator("may: [replicate], tags: {§'aws:wave': '1'}")),
    Bad("LB803", "by case only", operator("may: [replicate], tags: {Wave: '1', §wave: '1'}")),
    Bad("LB819", "the policy of team is", operator(f"may: [replicate], tags: {{Wave: [{MANY}]}}", key="§team")),
    Bad("LB840", "may test, cutover every server", operator("may: §[read, test, cutover]")),
    Bad("LB840", "what every new server gets", operator(f"may: §[templates], {TAGS}")),
    Bad("LB841", "nobody has the policy", people("operators: {§team: {may: [read]}}")),
    Bad("LB841", "nobody has the policy", people("agent_installers: {§field: {until: '2026-12-31'}}")),
    Bad("LB842", "is named", operator("may: [read], name: §Team", security=SAME_NAME)),
    Bad("LB842", "contains", operator("may: [read], name: §'a/b'")),
    Bad("LB843", "may install agents for ever", people("agent_installers: {§field: {roles: [installer]}}")),
    Bad("LB844", "access keys of users", people("agent_installers: {field: {groups: [§movers], until: '2026-12-31'}}")),
    Bad("LB845", "read", operator("may: [read, §read]")),
    Bad("LB845", "movers", people("operators: {team: {groups: [movers, §movers], may: [read]}}")),
    Bad("LB848", "gives a role to nothing", operator(f"may: [replicate], {TAGS}, §instance_roles: [app]")),
    Bad("LB848", "launches nothing", operator(f"may: [settings], {TAGS}, §instance_roles: [app]")),
    Bad("LB850", "as good as no end", installer("until: §'9999-12-30'")),
    Bad("LB850", "as good as no end", operator("may: [read], until: §'2100-01-01'")),
)

GOOD = (
    Good("LB104", operator(f"may: [test], {TAGS}, instance_roles: [app]")),
    Good("LB802", installer("until: '2028-02-29'")),
    Good("LB803", operator("may: [replicate], tags: {'Wave of 2026': ['{stem}/1', 'a_b.c:d=e+f-g@h é']}")),
    Good("LB819", operator(f"may: {ALL}, {TAGS}")),
    Good("LB840", operator(f"may: [test, cutover], {TAGS}")),
    Good("LB840", operator("may: [templates, retire], reason: they run the migration")),
    Good("LB841", operator("may: [read]")),
    Good("LB842", operator("may: [read], name: Team")),
    Good("LB843", installer("reason: a mover of every month")),
    Good("LB844", installer("until: '2026-12-31'")),
    Good("LB845", operator("may: [read]")),
    Good("LB848", operator(f"may: [cutover], {TAGS}, instance_roles: [app]")),
    Good("LB850", installer("until: '2026-12-31'")),
    Good("LB850", installer("until: '2099-12-31'")),
)
