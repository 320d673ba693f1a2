"""Role mappings of other areas: in the domain's script they stand beside the spec's own."""

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import RoleMapping
from landbridge.areas.opensearch.lower import lower
from landbridge.areas.opensearch.role_mapping import Script
from landbridge.ir import Expr, Module
from tests.areas.opensearch.role_mapping_runs import ADMIN, ANA, domain
from tests.specs import analysed

CONSOLE = "arn:aws:iam::123456789012:role/console"
WITHOUT = domain("{}")


def handed(*principals: str) -> RoleMapping:
    """A mapping of another area."""
    return RoleMapping(origin=("x",), domain="logs", role="all_access", principals=principals, reason="until March")


def lowered(text: str, *contributions: RoleMapping) -> Module:
    """The module with these mappings."""
    analysis = analysed(text)
    assert analysis.spec is not None
    inputs = Inputs(references={"role:admin": Expr(ADMIN, ADMIN)}, contributions=contributions)
    module, findings = lower(analysis.spec, inputs)
    assert findings == []
    return module


def scripts(module: Module) -> list[Script]:
    """What its scripts know."""
    return [page.content for page in module.pages if isinstance(page.content, Script)]


def test_it_stands_beside_what_the_spec_maps() -> None:
    module = lowered(domain(), handed(CONSOLE))
    assert [(each.role, each.principal) for each in module.mappings] == [
        ("all_access", ADMIN),
        ("all_access", ANA),
        ("security_manager", ADMIN),
        ("all_access", CONSOLE),
    ]


def test_it_makes_the_script_of_a_domain_that_maps_nobody() -> None:
    assert scripts(lowered(WITHOUT)) == []
    (script,) = scripts(lowered(WITHOUT, handed(CONSOLE)))
    (wanted,) = script.mappings
    assert (wanted.role, [entry.name for entry in wanted.entries], wanted.reason) == (
        "all_access",
        [CONSOLE],
        "until March",
    )


def test_with_nobody_the_script_is_there_to_take_entries_away() -> None:
    (script,) = scripts(lowered(WITHOUT, handed()))
    assert script.mappings == ()
