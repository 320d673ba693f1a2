"""The page with the other half: for principals of other accounts, and for domains of other accounts."""

import json
import re

from tests.areas.opensearch.specs import ETL, PARTNER, domain, grant
from tests.specs import compiled

PAGE = "modules/opensearch/FOR-OTHERS.md"
THEIRS = "arn:aws:es:eu-west-1:210987654321:domain/theirs"


def blocks(text: str) -> list[object]:
    return [json.loads(found) for found in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def test_there_is_no_page_where_no_other_account_takes_part() -> None:
    assert PAGE not in compiled(domain('access: {one: {who: ["{role:etl}"], may: read}}'))


def test_a_principal_elsewhere_is_told_the_policy_that_it_needs() -> None:
    text = domain(
        f'access: {{one: {{who: ["{PARTNER}", "{{role:etl}}"], may: search, indexes: [orders, stock],'
        f" reason: agreed}}}}"
    )
    page = compiled(text)[PAGE]
    assert re.findall(r"^- `.*`$", page, re.MULTILINE) == [f"- `{PARTNER}`"]
    logs = "arn:aws:es:eu-west-1:123456789012:domain/edge-logs"
    assert blocks(page) == [
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["es:ESHttpGet", "es:ESHttpPost"],
                    "Resource": [f"{logs}/{i}/{api}" for i in ("orders", "stock") for api in ("_count", "_search")],
                }
            ],
        }
    ]


def test_what_is_denied_to_another_account_needs_no_other_half() -> None:
    text = domain(f'access: {{one: {{who: ["{PARTNER}"], may: search, effect: deny}}}}')
    assert PAGE not in compiled(text)


def test_the_owner_of_a_domain_elsewhere_is_told_what_to_add() -> None:
    text = grant(f'roles: [etl], domain: "{THEIRS}", may: read, configuration: read, reason: agreed')
    page = compiled(text)[PAGE]
    assert blocks(page) == [
        [
            {
                "Effect": "Allow",
                "Principal": {"AWS": [ETL, "arn:aws:iam::123456789012:root"]},
                "Action": ["es:ESHttpGet", "es:ESHttpHead"],
                "Resource": f"{THEIRS}/*",
            }
        ]
    ]


def test_the_readme_leads_to_the_page() -> None:
    files = compiled(grant(f'domain: "{THEIRS}", may: read, reason: agreed'))
    assert "(FOR-OTHERS.md)" in files["modules/opensearch/README.md"]


def test_what_only_terraform_knows_is_to_be_filled_in() -> None:
    text = grant('roles: [etl], domain: "{var:theirs}", may: search, indexes: [x], reason: agreed')
    page = compiled(text)[PAGE]
    (statements,) = blocks(page)
    assert isinstance(statements, list)
    assert statements[0]["Resource"] == ["{var:theirs}/x/_count", "{var:theirs}/x/_search"]
    assert "Put the values in their place." in page
    assert re.findall(r"^\| `\{.*$", page, re.MULTILINE) == ["| `{var:theirs}` | the root's variable theirs |"]
    assert page.index("Fill in before you send this on") < page.index("```json")


def test_where_all_is_known_nothing_is_to_be_filled_in() -> None:
    assert "Fill in" not in compiled(grant(f'domain: "{THEIRS}", may: read, reason: agreed'))[PAGE]


def test_each_access_is_a_half_of_its_own_with_its_reason_and_conditions() -> None:
    other = PARTNER.replace("partner", "auditor")
    text = domain(
        "access:",
        f"  report: {{who: ['{PARTNER}'], may: search, indexes: [orders], reason: the report}}",
        f"  audit: {{who: ['{other}'], actions: [es:ESHttpGet], indexes: [orders], apis: [_doc/*], reason: audits,"
        " from: [198.51.100.0/24]}",
    )
    report, audit = compiled(text)[PAGE].split("## Account ")[1:]
    assert (PARTNER in report, other in report, "Reason: the report" in report, "_doc" in report) == (
        True,
        False,
        True,
        False,
    )
    assert (PARTNER in audit, other in audit, "Reason: audits" in audit, "_search" in audit) == (
        False,
        True,
        True,
        False,
    )
    assert "only if" not in report
    assert "It lets them in only if IpAddress aws:SourceIp = 198.51.100.0/24." in audit
