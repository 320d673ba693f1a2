"""Specs with a `migration_assistant:` part as text, around two domains, their groups and two keys."""

from collections.abc import Mapping

from tests.areas.kms.specs import keys
from tests.marks import MARK
from tests.specs import HEAD

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-a1B2c3"
THEIR_DOMAIN = "arn:aws:es:eu-west-1:210987654321:domain/their-logs"
MSK = "arn:aws:kafka:eu-west-1:123456789012:cluster/traffic/11111111-2222-3333-4444-555555555555-1"
NETWORK = """\
network:
  security_groups:
    os_access: {id: sg-0123456789abcdef0}
    os_services: {id: sg-0123456789abcdef4}
    old_domain: {id: sg-0123456789abcdef1}
    new_domain: {id: sg-0123456789abcdef2}
    their_domain: {id: sg-0123456789abcdef3, account_id: "210987654321"}
"""
KMS = keys(snapshots="s3_target", credentials="secrets_manager")
WITH_PASSWORD = (
    f"{{self_managed: {{security_group: old_domain}}, auth: basic, secret: {{arn: '{SECRET}', kms_key: credentials}}}}"
)
FACTS = "network: vpc, fine_grained: true"
OLD = "{domain: old, security_group: old_domain}"
NEW = "{domain: new, security_group: new_domain}"
CLASSIC: Mapping[str, str | None] = {
    "product": "classic",
    "stage": "dev",
    "services": "[console, reindex, replayer]",
    "access_security_group": "os_access",
    "source": OLD,
    "target": NEW,
    "expires": "2027-03-31",
}
ALL_SERVICES = "[console, reindex, replayer, capture_proxy, target_proxy]"
EKS: Mapping[str, str | None] = {**CLASSIC, "product": "eks", "services": None}


def domains(old: str = FACTS, new: str = FACTS) -> str:
    """The `opensearch:` part: two domains, with these facts besides their names."""
    return (
        "opensearch:\n  domains:\n"
        f"    old: {{name: edge-old, current_policy: none, {old}}}\n"
        f"    new: {{name: edge-new, current_policy: none, {new}}}\n"
    )


DOMAINS = domains()


def deployment(
    key: str = "main", /, *, mark: str = "", base: Mapping[str, str | None] = CLASSIC, **fields: str | None
) -> str:
    """One deployment under `deployments:`; None leaves a field out.

    Args:
        key: of the deployment.
        mark: a field whose key is marked, or the deployment's own key.
        base: what it has but for these fields.
        fields: by name, as YAML.
    """
    given = {name: text for name, text in {**base, **fields}.items() if text is not None}
    lines = (f"      {MARK if name == mark else ''}{name}: {text}\n" for name, text in given.items())
    return f"    {MARK if key == mark else ''}{key}:\n" + "".join(lines)


def assistant(*deployments: str, rest: str = DOMAINS + NETWORK, head: str = HEAD, boundary: str = "none") -> str:
    """A spec with these deployments."""
    own = f"  permissions_boundary: {boundary}\n" if boundary else ""
    part = f"migration_assistant:\n{own}  deployments:\n" + "".join(deployments)
    return f"{head}{part}{rest}"


def one(
    *,
    mark: str = "",
    base: Mapping[str, str | None] = CLASSIC,
    rest: str = DOMAINS + NETWORK,
    head: str = HEAD,
    boundary: str = "none",
    **fields: str | None,
) -> str:
    """A spec with one deployment, `main`."""
    return assistant(deployment(mark=mark, base=base, **fields), rest=rest, head=head, boundary=boundary)
