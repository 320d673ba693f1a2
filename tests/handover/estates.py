"""Small estates and specs that take them over, for tests of what a hand-over decides."""

from collections.abc import Sequence

from landbridge.estate.file import dump
from landbridge.estate.identity import adoptable, identity, import_id
from landbridge.estate.inventory import Condition, Inventory, Object, Source
from landbridge.findings import Finding
from landbridge.ir import Root
from tests.heads import head
from tests.specs import analysed, in_full, part

ACCOUNT = "123456789012"
HEAD = head()
TRUST = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
"Principal":{"Service":"lambda.amazonaws.com"}}]}"""

SECURITY = """\
permissions_boundary: none
iam_groups:
  analysts:
    name: analysts
    members: [jane.doe, joe.new]
    managed_policies: [CloudWatchLogsReadOnlyAccess]
service_roles:
  etl:
    name: etl
    service: lambda
"""


def arn(kind: str, name: str) -> str:
    """The ARN of something of IAM."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def found(address: str, condition: Condition = "", **attributes: object) -> Object:
    """An object as a reader of states makes it of its attributes."""
    type_ = address.split(".")[-2] if "[" not in address else address.split("aws_", 1)[1]
    type_ = type_ if type_.startswith("aws_") else f"aws_{type_.split('.')[0]}"
    return Object(
        address=address,
        type=type_,
        id=import_id(type_, attributes),
        identity=identity(type_, attributes),
        attributes=adoptable(type_, attributes),
        condition=condition,
    )


def group(address: str = "aws_iam_group.analysts", name: str = "analysts", **attributes: object) -> Object:
    """A group."""
    return found(address, name=name, arn=arn("group", name), **{"path": "/", **attributes})


def role(address: str = "aws_iam_role.etl", name: str = "etl", **attributes: object) -> Object:
    """A role for Lambda."""
    plain = {"path": "/", "assume_role_policy": TRUST, "max_session_duration": 3600, "permissions_boundary": ""}
    return found(address, **{"name": name, "arn": arn("role", name), **plain, **attributes})


def membership(address: str, user: str, *groups: str) -> Object:
    """What a user is in."""
    return found(address, user=user, groups=list(groups))


def inventory(*objects: Object, **sources: Sequence[Object]) -> str:
    """The text of an inventory: of one source `legacy`, or of several."""
    given = {name: tuple(each) for name, each in sources.items()} or {"legacy": objects}
    return dump(
        Inventory(
            {
                name: Source(kind="terraform", lineage=f"lineage-of-{name}", engine="1.11.4", objects=tuple(each))
                for name, each in given.items()
            }
        )
    )


def spec(handover: str, security: str = SECURITY, more: str = "") -> str:
    """A spec with a hand-over, in its import phase where that does not say otherwise."""
    phase = "" if "phase:" in handover else "phase: import\n"
    lines = "\n".join(line.strip("\n") for line in handover.splitlines() if line.strip())
    return HEAD + part("security", security) + more + part("handover", f"{phase}{lines}")


def findings(
    handover: str, *objects: Object, security: str = SECURITY, more: str = "", **sources: Sequence[Object]
) -> list[Finding]:
    """What a hand-over of these objects has to say."""
    return analysed(spec(handover, security, more), inventory_yaml=inventory(*objects, **sources)).findings


def root(handover: str, *objects: Object, security: str = SECURITY, **sources: Sequence[Object]) -> Root:
    """The root of a hand-over without errors."""
    analysis = analysed(spec(handover, security), inventory_yaml=inventory(*objects, **sources))
    assert analysis.root is not None, in_full(analysis.findings)
    return analysis.root


def imports(made: Root) -> dict[str, str]:
    """The import blocks of a root: ids by address."""
    return {f"module.{module.name}.{each.address}": each.id for module in made.modules for each in module.imports}
