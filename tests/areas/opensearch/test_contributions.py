"""What other areas hand over goes into the domain's one document."""

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import DomainStatement
from landbridge.areas.opensearch.lower import lower
from landbridge.areas.opensearch.resources import HasDomainPolicy
from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Traversal
from landbridge.policy.document import Principal, Statement
from tests.areas.opensearch.specs import ETL, LOGS, ROLES, domain
from tests.specs import HEAD, analysed

ROLE = "arn:aws:iam::123456789012:role/migration"
ORIGIN = ("migration_assistant", "target")
ACCESS = 'access: {etl: {who: ["{role:etl}"], may: read}}'


def handed(*resources: str, sid: str = "") -> DomainStatement:
    role = Expr(ROLE, Traversal("module.migration_assistant.aws_iam_role.console.arn"))
    statement = Statement(
        sid=sid, actions=("es:ESHttp*",), resources=resources, principals=(Principal("AWS", (role,)),)
    )
    return DomainStatement(origin=ORIGIN, domain="logs", statements=(statement,), why="the console moves the data")


def lowered(text: str, *contributions: DomainStatement) -> tuple[Module, list[Finding]]:
    analysis = analysed(text)
    assert analysis.spec is not None
    references = {"role:etl": Expr(ETL, Traversal("module.iam.aws_iam_role.etl.arn"))}
    return lower(analysis.spec, Inputs(references=references, contributions=contributions))


def test_it_stands_behind_what_the_spec_says_and_is_about_the_whole_domain() -> None:
    module, findings = lowered(domain(ACCESS), handed())
    assert findings == []
    (policy,) = (each for each in module.resources if isinstance(each, HasDomainPolicy))
    first, last = policy.access_policies.statements
    assert [str(value) for value in first.principals[0].values] == [ETL]
    assert last.resources == (f"{LOGS}/*",)
    assert last.why == "the console moves the data"
    assert last.origin == ORIGIN


def test_its_resources_stay_and_its_sid_goes() -> None:
    module, _ = lowered(domain(), handed(f"{LOGS}/orders/*", sid="Console"))
    (policy,) = (each for each in module.resources if isinstance(each, HasDomainPolicy))
    (statement,) = policy.access_policies.statements
    assert (statement.resources, statement.sid) == ((f"{LOGS}/orders/*",), "")


def test_two_that_say_the_same_are_written_once() -> None:
    module, _ = lowered(domain(), handed(), handed())
    (policy,) = (each for each in module.resources if isinstance(each, HasDomainPolicy))
    assert len(policy.access_policies.statements) == 1


def test_the_module_is_made_where_the_spec_has_no_opensearch_part() -> None:
    module, findings = lowered(f"{HEAD}{ROLES}", handed())
    assert (list(module.resources), findings, module.name) == ([], [], "opensearch")


def test_a_domain_that_is_given_back_serves_nobody() -> None:
    _, findings = lowered("terraform: {required_version: 1.7.0}\n" + domain("takeover: forget"), handed())
    assert [(found.id, found.path) for found in findings] == [("LB607", ORIGIN)]
