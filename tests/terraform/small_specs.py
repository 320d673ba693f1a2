"""Small specs: what those for the tests of the reading have in common, and how whole ones become roots."""

from collections.abc import Iterable
from pathlib import Path

from tests.examples import Example, compile_example
from tests.terraform.harness import Grant
from tests.terraform.meaning import Meaning, Reading, read

TOP = """
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
"""
MANAGED = {
    name: f"arn:aws:iam::aws:policy/service-role/{name}"
    for name in ("AmazonDMSVPCManagementRole", "AmazonDMSCloudWatchLogsRole", "AmazonDMSRedshiftS3Role")
}
ACCOUNT = "arn:aws:iam::123456789012:"
VPC = "vpc-0123456789abcdef0"


def reading(folder: Path, spec: str) -> Reading:
    """Read a spec with these parts."""
    (folder / "spec.yaml").write_text(TOP + spec)
    return read(folder / "spec.yaml")


def meaning(folder: Path, spec: str) -> Meaning:
    """Tell what such a spec means."""
    return reading(folder, spec).meaning(MANAGED)


def compile_into(folder: Path, spec: str) -> Path:
    """Compile a whole spec in a folder, and return that of its root."""
    (folder / "spec.yaml").write_text(spec)
    done = compile_example(Example(folder / "spec.yaml", Path()), out=folder / "root")
    if done.returncode:
        raise AssertionError(f"{spec}\n{done.stdout}{done.stderr}")
    return folder / "root"


def cells(grants: Iterable[Grant]) -> set[tuple[str, str]]:
    """Keep action and resource, or principal, of grants."""
    return {(g.action, g.principal or g.resource) for g in grants}


NETWORK = f"""
network:
  security_groups:
    app: {{vpc: {VPC}}}
    db: {{id: sg-0a}}
    partner: {{id: sg-0b, account_id: "210987654321", owner: them}}
"""
"""Three groups: one that is made, one that exists, and one of somebody else."""
