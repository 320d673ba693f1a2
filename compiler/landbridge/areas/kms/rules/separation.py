"""Who manages a key does not use it, and who uses it does not manage it."""

from collections.abc import Iterator

from landbridge.areas.guides import KMS
from landbridge.areas.kms import lockout
from landbridge.areas.kms.rules.reading import keys, own_statements, policies
from landbridge.areas.scope import Scope
from landbridge.aws import actions as catalogue
from landbridge.aws import arn
from landbridge.findings import Severity
from landbridge.policy.callers import affirming, names_owner
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import has_wildcard
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_USES = (
    *("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:Sign", "kms:GenerateMac", "kms:DeriveSharedSecret"),
    *("kms:Verify", "kms:VerifyMac", "kms:CreateGrant"),
)
_MANAGES = (lockout.CHANGE, "kms:ScheduleKeyDeletion", "kms:DisableKey")


def _both(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for path, _, key in keys(subject):
        managing = {scope.principal(path, text) for text in key.administrators}
        used = [
            *(((*path, "users", n, "principal"), user.principal, user.reason) for n, user in enumerate(key.users)),
            *(((*path, "grant_creators", n), text, None) for n, text in enumerate(key.grant_creators)),
        ]
        for where, text, reason in used:
            if not reason and scope.principal(where, text) in managing:
                message = f"{shorten(text)} also administers the key, and no reason is given"
                yield Hit(path=where, message=message)


def _wide_statement(subject: Subject) -> Iterator[Hit]:
    for where, _, statement in own_statements(subject):
        if (
            statement.effect == "Allow"
            and not statement.reason
            and _is_all(statement)
            and not _is_root(subject, statement)
        ):
            yield Hit(
                path=(*where, "actions"),
                message="the statement allows both to manage the key and to use it, and no reason is given",
            )


def _is_all(statement: Statement) -> bool:
    return any(lockout.acts(statement, each) for each in _MANAGES) and any(
        lockout.acts(statement, each) for each in _USES if each != "kms:CreateGrant"
    )


def _is_root(subject: Subject, statement: Statement) -> bool:
    own = str(arn.root_arn(subject.identity))
    return all(value == own for principal in statement.principals for value in principal.values)


def _open_grants(subject: Subject) -> Iterator[Hit]:
    for where, _, statement in own_statements(subject):
        if statement.effect == "Deny" or statement.reason or not lockout.acts(statement, "kms:CreateGrant"):
            continue
        if any(map(_limits_grants, statement.conditions)):
            continue
        if not _is_all(statement) and not _is_root(subject, statement):
            yield Hit(
                path=(*where, "actions"),
                message="whoever may create grants hands the use of the key on to anybody, and no reason is given",
            )


def _limits_grants(condition: Condition) -> bool:
    operator, key = parse(condition.operator), condition.key.lower()
    literal = not any(has_wildcard(value) or "${" in value for value in condition.values)
    if key == "kms:grantoperations":  # a grant has some, so ForAllValues is no condition that holds for none
        return literal and operator == ("ForAllValues", "StringEquals", False)
    if affirming(condition) is None:
        return False
    if key == "kms:grantisforawsresource":
        return [value.lower() for value in condition.values] == ["true"]
    if key == "kms:granteeprincipal":
        return all(names_owner(value, by_text=True) for value in condition.values)
    return key in ("kms:granteeserviceprincipal", "kms:grantconstrainttype") and literal


def _unknown_actions(subject: Subject) -> Iterator[Hit]:
    for where, _, statement in own_statements(subject):
        for index, action in enumerate(statement.actions):
            at = (*where, "actions", index) if len(statement.actions) > 1 else (*where, "actions")
            service, _, verb = action.partition(":")
            if action == "*":
                continue
            if service.lower() != "kms" or not verb:
                yield Hit(path=at, message=f"{shorten(action)} is no action of KMS, so a key policy cannot allow it")
            elif not (catalogue.matching(action) if has_wildcard(action) else catalogue.action(action)):
                near = catalogue.nearest_actions(action.replace("*", "").replace("?", ""))
                hint = f"did you mean {' or '.join(near)}?" if near else ""
                yield Hit(path=at, message=f"{shorten(action)} is no action of KMS", hint=hint)


def _useless(subject: Subject) -> Iterator[Hit]:
    for path, name, _, policy in policies(subject):
        if policy.statements and not any(_lets_use(statement) for statement in policy.statements):
            yield Hit(path=path, message=f"nobody may use the key {shorten(name)}", at_key=True)


def _lets_use(statement: Statement) -> bool:
    if statement.effect != "Allow" or statement.sid == "KeyAdministrators":
        return False
    return any(lockout.acts(statement, each) for each in _USES)


def _deployer(subject: Subject) -> Iterator[Hit]:
    role = subject.spec.terraform.assume_role
    for path, _, key, policy in policies(subject):
        if key.without_root is None or not key.administrators or role is None:
            continue
        if role not in lockout.able(policy, subject.identity):
            yield Hit(
                path=(*path, "administrators"),
                message=f"{shorten(role)}, which applies this spec, could not change the key's policy afterwards",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB440",
        title="An administrator of a key does not use it, or says why",
        why="Who can both manage and use a key can do everything unseen by anybody else.",
        fix="name somebody else, or write {principal: …, reason: …} under users",
        source=KMS + "key-policy-default.html#key-policy-default-allow-administrators",
        check=_both,
    ),
    Rule(
        id="LB441",
        title="A statement that manages and uses a key has a reason",
        why="kms:* is both. The account's root statement may have it, as IAM policies then decide.",
        fix="use administrators and users, or say why under reason:",
        source=KMS + "key-policy-default.html",
        check=_wide_statement,
    ),
    Rule(
        id="LB442",
        title="A statement that creates grants says for whom",
        why="A grant hands the use of the key on, without a change of its policy.",
        fix="use grant_creators; or compare kms:GrantIsForAWSResource or kms:GranteePrincipal; or say why (reason:)",
        source=KMS + "grants.html",
        check=_open_grants,
    ),
    Rule(
        id="LB443",
        title="A key policy allows actions of KMS",
        why="KMS refuses others or keeps what never applies; a Deny with a typing slip protects nothing.",
        fix="write the action as AWS's Service Authorization Reference does, e.g. kms:Decrypt",
        source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html",
        check=_unknown_actions,
    ),
    Rule(
        id="LB460",
        title="Somebody may use a key",
        why="With the account's root statement, IAM policies may let somebody use a key whose policy names nobody."
        " Without it only the key's policy decides, and this one names nobody.",
        fix="name users, or services under service_use; or leave without_root out and let IAM policies allow {key:KEY}",
        source=KMS + "key-policy-default.html",
        severity=Severity.WARNING,
        check=_useless,
        looks_for_absence=True,
    ),
    Rule(
        id="LB461",
        title="Whoever applies the spec can change the policies of its keys",
        why="KMS refuses a policy that its own author could not change again.",
        fix="add the role of terraform.assume_role to the administrators",
        source=KMS + "key-policy-default.html#key-policy-default-allow-root-enable-iam",
        check=_deployer,
    ),
)
