"""Terraform state of format 4, the same printed by `terraform show -json`, and lists of its addresses."""

from typing import Any

import pytest
from hypothesis import given

from landbridge.estate.inventory import Object
from landbridge.findings import Severity
from tests.estate.states import LINEAGE, addresses_of, instance, resource, source_of, state, states, told

ROLE = {"name": "etl", "arn": "arn:aws:iam::123456789012:role/etl", "path": "/", "tags_all": {"a": "b"}, "id": "etl"}
ETL = Object(
    address="aws_iam_role.etl",
    type="aws_iam_role",
    id="etl",
    identity={"arn": "arn:aws:iam::123456789012:role/etl", "name": "etl"},
    attributes={"path": "/"},
)


def shown(*resources: dict[str, Any], modules: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    """A state as `terraform show -json` prints it."""
    root = {"resources": list(resources), **({"child_modules": list(modules)} if modules else {})}
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": root}, **more}


def entry(where: str, values: Any = None, /, **more: Any) -> dict[str, Any]:
    """One resource in it."""
    type_, name = where.split("[")[0].split(".")[-2:]
    mode = "data" if where.startswith("data.") else "managed"
    return {
        **{"address": where, "mode": mode, "type": type_, "name": name, "values": values or {}},
        **{"sensitive_values": {}, "schema_version": 0, "provider_name": "registry.terraform.io/hashicorp/aws", **more},
    }


class TestState:
    """State files."""

    def test_an_object_is_kept_with_what_adoption_could_change(self) -> None:
        found = source_of(state(resource("aws_iam_role", "etl", instance(ROLE))))
        assert (found.kind, found.lineage, found.engine, found.registry) == (
            "terraform",
            LINEAGE,
            "1.11.4",
            "terraform",
        )
        expected = Object(
            address=ETL.address,
            type=ETL.type,
            id=ETL.id,
            identity=ETL.identity,
            attributes={"path": "/", "tags": {"a": "b"}},
        )
        assert found.objects == (expected,)

    def test_objects_are_sorted_by_address(self) -> None:
        blocks = [resource("aws_iam_role", name, instance()) for name in "cab"]
        assert [each.address[-1] for each in source_of(state(*blocks)).objects] == ["a", "b", "c"]

    def test_a_module_a_count_and_a_key(self) -> None:
        block = resource(
            "aws_x", "y", instance(index_key=0), instance(index_key="0"), module='module.a["b c"].module.d'
        )
        prefix = 'module.a["b c"].module.d.aws_x.y'
        assert addresses_of(source_of(state(block))) == {f"{prefix}[0]", f'{prefix}["0"]'}

    def test_a_null_key_is_none(self) -> None:
        assert addresses_of(source_of(state(resource("aws_x", "y", instance(index_key=None))))) == {"aws_x.y"}

    def test_resources_without_instances_are_none(self) -> None:
        kept = resource("aws_x", "z", instance())
        assert addresses_of(source_of(state(resource("aws_x", "y"), kept))) == {"aws_x.z"}

    def test_data_sources_are_told_apart(self) -> None:
        found = source_of(state(resource("aws_vpc", "main", instance({"id": "vpc-1"}), mode="data")))
        assert (found.objects, found.data) == ((), ("data.aws_vpc.main",))

    def test_a_tainted_object(self) -> None:
        found = source_of(state(resource("aws_iam_role", "etl", instance(ROLE, status="tainted"))))
        assert [each.condition for each in found.objects] == ["tainted"]

    @pytest.mark.parametrize("beside", [(), (instance(ROLE),)], ids=["alone", "beside its successor"])
    def test_a_deposed_object_is_warned_of(self, beside: tuple[dict[str, Any], ...]) -> None:
        old = instance({**ROLE, "name": "old"}, deposed="deadbeef")
        found, findings = told(state(resource("aws_iam_role", "etl", old, *beside)))
        assert found is not None
        assert [(each.address, each.condition, each.id) for each in found.objects] == [
            ("aws_iam_role.etl", "deposed", "etl" if beside else "")
        ]
        assert [(each.id, each.severity) for each in findings] == [("LB035", Severity.WARNING)]

    def test_of_other_providers_only_address_and_type_are_kept(self) -> None:
        found = source_of(state(resource("random_string", "s", instance({"id": "hunter2", "result": "hunter2"}))))
        assert found.objects == (Object(address="random_string.s", type="random_string"),)

    def test_of_types_that_are_not_known_the_arn_is_kept(self) -> None:
        arn = "arn:aws:lambda:eu-west-1:123456789012:function:f"
        found = source_of(state(resource("aws_lambda_function", "f", instance({"arn": arn, "environment": [{}]}))))
        assert found.objects == (
            Object(address="aws_lambda_function.f", type="aws_lambda_function", identity={"arn": arn}),
        )

    def test_a_state_of_nothing_is_warned_of(self) -> None:
        found, findings = told(state())
        assert found is not None
        assert [(each.id, each.severity) for each in findings] == [("LB034", Severity.WARNING)]

    def test_a_version_that_is_none_is_not_known(self) -> None:
        assert source_of(state(resource("aws_x", "y", instance()), terraform_version="x\ny")).engine == ""

    @given(content=states())
    def test_the_order_of_a_state_says_nothing(self, content: dict[str, Any]) -> None:
        turned = [{**each, "instances": each["instances"][::-1]} for each in content["resources"][::-1]]
        assert told({**content, "resources": turned})[0] == told(content)[0]


ENGINES = ("terraform", "opentofu")


def providers(*engines: str) -> list[str]:
    """What states call the providers that each engine installs by default."""
    return [f"registry.{engine}.{'io' if engine == 'terraform' else 'org'}/hashicorp/aws" for engine in engines]


REGISTRIES = [
    *((providers(engine), engine) for engine in ENGINES),
    *(([*providers(engine), "terraform.io/builtin/terraform"], engine) for engine in ENGINES),
    *(([*providers(engine), "registry.example.com/x/y"], engine) for engine in ENGINES),
    (providers(*ENGINES), ""),
    (["terraform.io/builtin/terraform"], ""),
    (["registry.example.com/registry.opentofu.org/aws"], ""),
    (["my.registry.opentofu.org/hashicorp/aws"], ""),
    ([None, 7], ""),
]


class TestRegistry:
    """From whose registry the providers come tells which engine it was."""

    @pytest.mark.parametrize(("names", "expected"), REGISTRIES)
    @pytest.mark.parametrize("form", ['provider["{}"]', 'module.a["x"].provider["{}"].west'])
    def test_of_a_state(self, names: list[Any], expected: str, form: str) -> None:
        blocks = [
            resource("aws_x", f"y{number}", instance(), provider=form.format(name) if isinstance(name, str) else name)
            for number, name in enumerate(names)
        ]
        assert source_of(state(*blocks)).registry == expected

    @pytest.mark.parametrize(("names", "expected"), REGISTRIES)
    def test_of_a_state_that_is_shown(self, names: list[Any], expected: str) -> None:
        entries = [entry(f"aws_x.y{number}", provider_name=name) for number, name in enumerate(names)]
        assert source_of(shown(*entries)).registry == expected

    def test_data_sources_tell_it_too(self) -> None:
        assert source_of(state(resource("aws_x", "y", instance(), mode="data"))).registry == "terraform"

    @pytest.mark.parametrize("name", ["provider.aws", "module.a.provider.aws.west"])
    def test_an_old_state_does_not_tell(self, name: str) -> None:
        assert source_of(state(resource("aws_x", "y", instance(), provider=name))).registry == ""

    def test_a_list_does_not_tell(self) -> None:
        assert source_of("aws_iam_role.a\n").registry == ""


class TestBroken:
    """States that no Terraform writes: each problem is told, in one run, without quoting values."""

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (state(resources={}), "the resources are no list"),
            (state(7), "resource 0 of the state is no object"),  # type: ignore[arg-type]  # it is broken
            (state(resource("aws_x", "a b")), "resource 0 of the state has no type and name as Terraform takes them"),
            (state(resource("aws_x", "y", type=None)), "resource 0 of the state has no type and name as Terraform"),
            (state(resource("aws_x", "y", module="a")), 'the module of "aws_x.y" is none that Terraform writes'),
            (state(resource("aws_x", "y", module=7)), 'the module of "aws_x.y" is none that Terraform writes'),
            (state(resource("aws_x", "y", mode="hunter2")), 'the mode of "aws_x.y" is none that Terraform writes'),
            (state(resource("aws_x", "y", instances=7)), "the instances of aws_x.y are no list"),
            (state(resource("aws_x", "y", instances=[7])), 'an instance of "aws_x.y" is no object'),
            (state(resource("aws_x", "y", instance(index_key=True))), 'the key of an instance of "aws_x.y" is neither'),
            (state(resource("aws_x", "y", instance(index_key=1.5))), 'the key of an instance of "aws_x.y" is neither'),
            (state(resource("aws_x", "y", instance(index_key=10**30))), 'the key of an instance of "aws_x.y" is neit'),
            (
                state(resource("aws_x", "y", instance([7]))),
                'the attributes of "aws_x.y" are none that Terraform writes',
            ),
            (
                state(resource("aws_x", "y", instance(sensitive_attributes="hunter2"))),
                'the sensitive_attributes of "aws_x.y" are none that Terraform writes',
            ),
            (state(resource("aws_x", "y", instance(), instance())), 'the address "aws_x.y" stands twice'),
        ],
    )
    def test_a_broken_state(self, content: dict[str, Any], message: str) -> None:
        found, findings = told(content)
        assert found is None
        assert [each.id for each in findings] == ["LB032"]
        assert findings[0].message.startswith(message)
        assert str(findings[0].place) == "old.tfstate:1:1"

    def test_flat_attributes_are_refused_by_address(self) -> None:
        flat = {"schema_version": 0, "attributes_flat": {"id": "hunter2"}}
        found, findings = told(state(resource("aws_iam_role", "etl", flat)))
        assert found is None
        assert [(each.id, "aws_iam_role.etl" in each.message) for each in findings] == [("LB033", True)]

    def test_flat_attributes_of_what_is_not_looked_at_do_no_harm(self) -> None:
        flat = {"schema_version": 0, "attributes_flat": {"id": "x"}}
        blocks = [resource("random_id", "r", flat), resource("aws_vpc", "v", flat, mode="data")]
        assert addresses_of(source_of(state(*blocks))) == {"random_id.r", "data.aws_vpc.v"}

    @pytest.mark.parametrize("key", ["\u3164", "\u115f", "e\u0301"])
    def test_an_address_that_nobody_can_read_is_refused(self, key: str) -> None:
        found, findings = told(state(resource("aws_x", "y", instance(index_key=key))))
        assert found is None
        assert [each.id for each in findings] == ["LB036"]
        assert findings[0].message.isascii()

    def test_all_problems_are_told_at_once_up_to_a_limit(self) -> None:
        assert len(told(state(*[resource("aws_x", "a b")] * 3))[1]) == 3
        findings = told(state(*[resource("aws_x", "a b")] * 3000))[1]
        assert len(findings) == 100
        assert findings[-1].hint.endswith("reading stops here, after 100 problems")


class TestShown:
    """`terraform show -json`."""

    def test_it_says_the_same_as_the_state_but_for_the_lineage(self) -> None:
        found = source_of(shown(entry("aws_iam_role.etl", ROLE)))
        assert found.lineage == ""
        assert found.objects == source_of(state(resource("aws_iam_role", "etl", instance(ROLE)))).objects

    def test_modules_in_modules(self) -> None:
        inner = {"address": "module.a.module.b", "resources": [entry('module.a.module.b.aws_x.y["k"]')]}
        outer = {"address": "module.a", "child_modules": [inner]}
        assert addresses_of(source_of(shown(modules=(outer,)))) == {'module.a.module.b.aws_x.y["k"]'}

    def test_data_tainted_and_deposed(self) -> None:
        entries = [
            entry("data.aws_vpc.main"),
            entry("aws_iam_role.a", ROLE, tainted=True),
            entry("aws_iam_role.b", ROLE, deposed_key="deadbeef"),
        ]
        found, findings = told(shown(*entries))
        assert found is not None
        assert [(each.address, each.condition) for each in found.objects] == [
            ("aws_iam_role.a", "tainted"),
            ("aws_iam_role.b", "deposed"),
        ]
        assert found.data == ("data.aws_vpc.main",)
        assert [each.id for each in findings] == ["LB035"]

    @pytest.mark.parametrize("marks", [{"name": True}, {"name": {"x": [True]}}, {"name": "yes"}])
    def test_what_is_sensitive_stays_behind(self, marks: dict[str, Any]) -> None:
        found = source_of(shown(entry("aws_iam_role.etl", ROLE, sensitive_values=marks)))
        assert (found.objects[0].id, found.objects[0].identity) == ("", {"arn": ROLE["arn"]})

    def test_an_empty_state_is_warned_of(self) -> None:
        found, findings = told({"format_version": "1.0"})
        assert found is not None
        assert [each.id for each in findings] == ["LB034"]

    @pytest.mark.parametrize(
        "content",
        [
            shown(values=7),
            shown(values={}),
            shown(values={"root_module": []}),
            shown(values={"root_module": {"resources": 7}}),
            shown(values={"root_module": {"resources": [7]}}),
            shown(values={"root_module": {"child_modules": {}}}),
            shown(entry("aws_iam_role.etl", address=7)),
            shown(entry("aws_iam_role.etl", address="hunter2")),
            shown(entry("aws_iam_role.etl", type="aws_iam_user")),
            shown(entry("aws_iam_role.etl", mode="data")),
            shown(entry("aws_iam_role.etl", [7])),
            shown(entry("aws_iam_role.etl", sensitive_values=None)),
            shown(entry("aws_iam_role.etl"), entry("aws_iam_role.etl")),
        ],
    )
    def test_what_terraform_does_not_print(self, content: dict[str, Any]) -> None:
        found, findings = told(content)
        assert found is None
        assert [each.id for each in findings] == ["LB032"]
        assert "hunter2" not in str(findings)


class TestList:
    """`terraform state list`."""

    def test_addresses_without_ids(self) -> None:
        found = source_of('data.aws_vpc.main\nmodule.a["x y"].aws_iam_role.etl\n\naws_kms_key.k[0]\r\n')
        assert (found.kind, found.lineage, found.engine, found.data) == ("list", "", "", ("data.aws_vpc.main",))
        assert found.objects == (
            Object(address="aws_kms_key.k[0]", type="aws_kms_key"),
            Object(address='module.a["x y"].aws_iam_role.etl', type="aws_iam_role"),
        )

    def test_a_line_that_is_none_is_named_by_its_number(self) -> None:
        found, findings = told("aws_iam_role.a\nhunter2\n")
        assert found is None
        assert [(each.id, str(each.place)) for each in findings] == [("LB032", "old.tfstate:2:1")]
        assert "hunter2" not in str(findings)

    def test_a_line_that_stands_twice_says_no_more(self) -> None:
        assert len(source_of("aws_iam_role.a\naws_iam_role.a\n").objects) == 1
