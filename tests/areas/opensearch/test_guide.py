"""Every policy of the service's guide to access control can be written as a spec, and comes out the same.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
"""

from typing import Any

import pytest

from landbridge.areas.identities import IamPolicy
from landbridge.pipeline import Analysis
from landbridge.policy.canonical import same
from landbridge.policy.document import PolicyDocument
from tests.areas.opensearch.specs import document
from tests.specs import analysed

HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "987654321098"}
environment: {env: prod, region: us-west-1}
"""
GROUPS = """\
security:
  permissions_boundary: none
  iam_groups:
    people: {description: Everybody, managed_policies: [CloudWatchLogsReadOnlyAccess]}
"""
DOMAIN = "arn:aws:es:us-west-1:987654321098:domain/test-domain"
USER = "arn:aws:iam::123456789012:user/test-user"
OWN_USER = "arn:aws:iam::987654321098:user/test-user"
POWER = "arn:aws:iam::123456789012:role/power-user-role"
IPS = {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}


def by(who: object, action: object, *paths: str, **more: object) -> dict[str, Any]:
    resource = [f"{DOMAIN}/{path}" for path in paths]
    return {"Effect": "Allow", "Principal": {"AWS": who}, "Action": action, "Resource": resource, **more}


def on(action: object, **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


REASON = "reason: as the guide has it"
DOMAINS: dict[str, tuple[str, dict[str, Any]]] = {
    "full access to what is in a domain": (
        f'access: {{one: {{who: ["{USER}"], actions: ["es:*"], {REASON}}}}}',
        document(by([USER], ["es:*"], "*")),
    ),
    "a partial name of indexes": (
        f'access: {{one: {{who: ["{USER}"], actions: ["es:*"], indexes: ["commerce*"], {REASON}}}}}',
        document(by([USER], ["es:*"], "commerce*")),
    ),
    "searches of one index": (
        f'access: {{one: {{who: ["{USER}"], actions: [es:ESHttpGet], indexes: [commerce-data], apis: [_search],'
        f" {REASON}}}}}",
        document(by([USER], ["es:ESHttpGet"], "commerce-data/_search")),
    ),
    "power users": (
        f"access: {{one: {{who: [\"{POWER}\"], may: power, indexes: [commerce-data], apis: ['*'], {REASON}}}}}",
        document(by([POWER], ["es:ESHttpGet", "es:ESHttpPut"], "commerce-data/*")),
    ),
    "anonymous from networks": (
        "access: {one: {who: [anonymous], may: administer, from: [192.0.2.0/24], " + REASON + "}}",
        document(by("*", ["es:ESHttp*"], "*", Condition=IPS)),
    ),
    "a user from networks": (
        f'access: {{one: {{who: ["{OWN_USER}"], may: administer, from: [192.0.2.0/24], {REASON}}}}}',
        document(by([OWN_USER], ["es:ESHttp*"], "*", Condition=IPS)),
    ),
    "an index and _bulk, and another index to read": (
        "statements:\n"
        f'        - {{principals: {{AWS: "{USER}"}}, actions: "es:ESHttp*", paths: [test-index/*, _bulk], {REASON}}}\n'
        f'        - {{principals: {{AWS: "{USER}"}}, actions: es:ESHttpGet, paths: [restricted-index/*], {REASON}}}',
        document(
            by([USER], ["es:ESHttp*"], "test-index/*", "_bulk"), by([USER], ["es:ESHttpGet"], "restricted-index/*")
        ),
    ),
    "all indexes less one": (
        "statements:\n"
        f'        - {{principals: {{AWS: "{USER}"}}, actions: "es:ESHttp*", paths: ["*"], {REASON}}}\n'
        f'        - {{effect: Deny, principals: {{AWS: "{USER}"}}, actions: "es:ESHttp*", paths: [restricted-index/*],'
        f" {REASON}}}",
        document(by(USER, "es:ESHttp*", "*"), by(USER, "es:ESHttp*", "restricted-index/*") | {"Effect": "Deny"}),
    ),
}
"""What its guide says of domains: the lines of the spec, and the policy."""

GRANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "configurations to read": ("configuration: read", document(on(["es:Describe*", "es:List*"]))),
    "everything": (f"actions: ['es:*'], {REASON}", document(on(["es:*"]))),
    "configurations by tag": (
        f"actions: [es:UpdateDomainConfig, es:DescribeDomain, es:DescribeDomainConfig], tags: {{team: devops}},"
        f" {REASON}",
        document(
            on(
                ["es:UpdateDomainConfig", "es:DescribeDomain", "es:DescribeDomainConfig"],
                Condition={"ForAnyValue:StringEquals": {"aws:ResourceTag/team": ["devops"]}},
            )
        ),
    ),
    "data by tag": (
        f"may: power, tags: {{environment: production}}, {REASON}",
        document(
            on(
                ["es:ESHttpGet", "es:ESHttpPut"],
                Condition={"ForAnyValue:StringEquals": {"aws:ResourceTag/environment": ["production"]}},
            )
        ),
    ),
    "domains that are tagged when they are created": (
        f"actions: [es:CreateDomain, es:AddTags], request_tags: {{team: it}}, {REASON}",
        document(
            on(["es:CreateDomain", "es:AddTags"], Condition={"StringEquals": {"aws:RequestTag/team": ["it"]}}),
        ),
    ),
    "data from networks": (
        f"may: administer, from: [192.0.2.0/24], {REASON}",
        document(on(["es:ESHttp*"], Condition=IPS)),
    ),
    "data and configurations": (
        f"actions: [es:ESHttpGet, es:DescribeDomain], {REASON}",
        document(on(["es:ESHttpGet", "es:DescribeDomain"])),
    ),
}
"""What it says of identities, on all domains."""

SHOWN_AS_A_PITFALL = {"all indexes less one": {"LB622", "LB623"}}
"""What the guide shows so that nobody writes it."""


def made(analysis: Analysis, attribute: str) -> PolicyDocument:
    assert analysis.draft is not None, [f"{f.id} {f.message}" for f in analysis.findings]
    resources: list[Any] = [each for module in analysis.draft.modules for each in module.resources]
    (found,) = (getattr(each, attribute) for each in resources if hasattr(each, attribute))
    assert isinstance(found, PolicyDocument)
    return found


def errors(analysis: Analysis) -> set[str]:
    return {found.id for found in analysis.findings if found.severity == "error"}


@pytest.mark.parametrize("name", DOMAINS)
def test_a_policy_of_a_domain_comes_out_as_the_guide_has_it(name: str) -> None:
    lines, wanted = DOMAINS[name]
    facts = "name: test-domain, network: public, current_policy: none".replace(", ", "\n      ")
    analysis = analysed(f"{HEAD}opensearch:\n  domains:\n    test_domain:\n      {facts}\n      {lines}\n")
    assert same(made(analysis, "access_policies"), wanted)
    assert errors(analysis) == SHOWN_AS_A_PITFALL.get(name, set())


def test_an_identity_may_do_with_single_indexes_and_apis_what_a_domains_policy_can_say() -> None:
    lines = "name: test-domain, network: public, current_policy: none"
    fields = (
        "groups: [people], domain: test_domain, actions: [es:ESHttpGet, es:ESCrossClusterGet, es:AddTags],"
        " indexes: [commerce-data], apis: [_search], from: [192.0.2.0/24],"
        " conditions: {StringEquals: {'aws:PrincipalOrgID': o-abc}}"
    )
    analysis = analysed(
        f"{HEAD}{GROUPS}opensearch:\n  domains:\n    test_domain: {{{lines}}}\n  grants:\n    one: {{{fields}}}\n"
    )
    limits = {**IPS, "StringEquals": {"aws:PrincipalOrgID": "o-abc"}}
    requests, domain = (
        on("es:ESHttpGet", Condition=limits),
        on(["es:AddTags", "es:ESCrossClusterGet"], Condition=limits),
    )
    wanted = document(
        requests | {"Resource": f"{DOMAIN}/commerce-data/_search"},
        domain | {"Resource": DOMAIN},
    )
    assert analysis.findings == []
    assert same(made(analysis, "policy"), wanted)


@pytest.mark.parametrize("name", GRANTS)
def test_a_policy_of_an_identity_comes_out_as_the_guide_has_it(name: str) -> None:
    fields, wanted = GRANTS[name]
    grant = f"{{groups: [people], domain: '*', {fields}}}"
    analysis = analysed(f"{HEAD}{GROUPS}opensearch:\n  grants:\n    one: {grant}\n")
    assert errors(analysis) == set()
    assert same(made(analysis, "policy"), wanted)
    assert analysis.root is not None
    assert any(isinstance(each, IamPolicy) for module in analysis.root.modules for each in module.resources)


def test_the_partial_name_is_told() -> None:
    lines, _ = DOMAINS["a partial name of indexes"]
    facts = "name: test-domain\n      network: public\n      current_policy: none"
    lines = lines.replace(f", {REASON}", "")
    analysis = analysed(f"{HEAD}opensearch:\n  domains:\n    test_domain:\n      {facts}\n      {lines}\n")
    assert {"LB624", "LB635", "LB640", "LB625"} == {found.id for found in analysis.findings}
