"""States as Terraform writes them, made by hand and by dice."""

import json
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from landbridge.estate.addresses import module_prefix
from landbridge.estate.inventory import Source
from landbridge.estate.read import read
from landbridge.findings import Finding

LINEAGE = "3f2a8c1e-9d1b-4c55-8a47-2b1f6f0e9a11"
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
UGLY_KEYS = (
    *("", " ", "x y", "it's", "a/b", 'q"q', 'o\'brien "x"', "${tpl}", "$${x}", "$$${x}", "$", "%", "%{if}", "%%{x}"),
    *("${", "$$", "a.b", "a[0]", "]", '"]', "\\", "\\n", "\n", "\r\n", "\t", "é", "日本", "😀", "\u00a0", "\u00ad"),
    *(
        "\u200b",
        "\ufeff",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "\ue000",
        "*",
        "#",
        ": ",
        "- a",
        "|",
        "&a",
        "!x",
        "null",
        "0",
        "on",
    ),
)
# What Terraform prints as it is although nobody sees it: such addresses are refused (LB036), as are decomposed ones.
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


def resource(type_: str, name: str, *instances: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One resource of a state; `module` and `mode` may be given."""
    return {"mode": "managed", "type": type_, "name": name, "provider": PROVIDER, "instances": list(instances), **more}


def instance(attributes: Any = None, **more: Any) -> dict[str, Any]:
    """One instance; `index_key`, `deposed`, `status` and `sensitive_attributes` may be given."""
    return {"schema_version": 0, "attributes": attributes or {}, "sensitive_attributes": [], **more}


def state(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A whole state of format 4."""
    top = {"version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": LINEAGE, "outputs": {}}
    return {**top, "resources": list(resources), "check_results": None, **more}


def told(content: object, name: str = "old.tfstate") -> tuple[Source | None, list[Finding]]:
    """Read a state, or any text or bytes; return what came of it and what was found."""
    findings: list[Finding] = []
    data = content if isinstance(content, bytes) else content if isinstance(content, str) else json.dumps(content)
    return read(data if isinstance(data, bytes) else data.encode(), name, findings), findings


def source_of(content: object) -> Source:
    """Read a state that has nothing wrong with it."""
    source, findings = told(content)
    assert source is not None, findings
    assert findings == []
    return source


def addresses_of(source: Source) -> set[str]:
    """All addresses of a source, as `terraform state list` would print them."""
    return {each.address for each in source.objects} | set(source.data)


names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters=_UNSEEN), max_size=12).map(
    lambda text: normalize("NFC", text)
)
keys = st.none() | st.integers(0, 12) | st.sampled_from(UGLY_KEYS) | texts
modules = st.lists(st.tuples(names, keys), max_size=3).map(tuple)
types = st.sampled_from(["aws_iam_role", "aws_kms_key", "aws_security_group", "random_string", "null_resource"])


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    """A state of up to eight blocks: modules in modules, count, for_each, tainted, deposed, data, no instances."""
    blocks = draw(st.lists(st.tuples(modules, st.booleans(), types, names), max_size=8, unique_by=str))
    return state(*(_block(draw, *block) for block in blocks))


def _block(draw: st.DrawFn, path: Any, is_data: bool, type_: str, name: str) -> dict[str, Any]:
    found = draw(st.lists(st.tuples(keys, st.sampled_from(["", "tainted", "deposed", "both"])), max_size=5))
    instances = []
    for key, condition in dict(found).items():
        index = {} if key is None else {"index_key": key}
        if condition != "deposed" or is_data:
            status = {"status": "tainted"} if condition == "tainted" and not is_data else {}
            instances.append(instance(**index, **status))
        if condition in ("deposed", "both") and not is_data:
            instances.append(instance(**index, deposed="deadbeef"))
    module = {"module": module_prefix(path).removesuffix(".")} if path else {}
    return resource(type_, name, *instances, mode="data" if is_data else "managed", **module)
