"""Specs with a `dms:` part as text, from what is right of most endpoints and what a test says otherwise."""

import textwrap

from tests.areas.kms.specs import keys
from tests.marks import MARK
from tests.specs import HEAD

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-a1B2c3"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
NETWORK = """\
network:
  security_groups:
    replication: {id: sg-0123456789abcdef2}
    orders_db: {id: sg-0123456789abcdef0}
    vpn_host: {id: sg-0123456789abcdef1}
"""
KMS = keys(storage="dms_storage", lake="s3_target", credentials="secrets_manager")
OUT = "https_to: [pl-0123456789abcdef0]"
DATABASE = {
    "engine": "postgres",
    "direction": "source",
    "scenario": "same_vpc",
    "security_group": "orders_db",
    "ssl_mode": "require",
    "secret": SECRET,
}


def replication(*fields: str) -> str:
    """A replication instance that finds AWS's services by a prefix list, with these fields besides, as YAML."""
    return "{" + ", ".join(("security_group: replication", OUT, *fields)) + "}"


MAIN = replication()


def dms(
    *parts: str,
    head: str = HEAD,
    rest: str = NETWORK,
    roles: str = "{vpc: own, cloudwatch_logs: own}",
    boundary: str = "none",
) -> str:
    """A spec whose `dms:` part has these pieces of YAML, besides the choices that every spec makes."""
    own = f"permissions_boundary: {boundary}\n" if boundary else ""
    body = own + f"account_roles: {roles}\n" + "".join(part if part.endswith("\n") else f"{part}\n" for part in parts)
    return f"{head}dms:\n" + textwrap.indent(body, "  ") + rest


def instances(**by_key: str) -> str:
    """Replication instances by key, each as YAML in the flow form; the mark may begin a key's value."""
    return "replication_instances:\n" + "".join(f"  {key}: {text}\n" for key, text in by_key.items())


def endpoint(key: str = "orders", *, mark: str = "", value: str = "", **fields: str | None) -> str:
    """One endpoint under `endpoints:`: a database but for these fields; None leaves a field out.

    Args:
        key: of the endpoint.
        mark: a field whose key is marked, or the endpoint's own key.
        value: a field whose value is marked.
        fields: by name, as YAML.
    """
    merged = {name: text for name, text in (DATABASE | fields).items() if text is not None}
    lines = (
        f"    {_marked(name, mark)}: {_marked(text, value and text * (name == value))}\n"
        for name, text in merged.items()
    )
    return f"  {_marked(key, mark)}:\n" + "".join(lines)


def store(key: str = "lake", *, mark: str = "", value: str = "", **fields: str | None) -> str:
    """One endpoint of AWS's own, of which nothing is preset but that it is no database."""
    blank: dict[str, str | None] = dict.fromkeys(DATABASE)
    return endpoint(key, mark=mark, value=value, **(blank | fields))


def endpoints(*each: str) -> str:
    """The `endpoints:` of these."""
    return "endpoints:\n" + "".join(each)


def database(
    *,
    mark: str = "",
    value: str = "",
    instance: str = MAIN,
    rest: str = NETWORK,
    head: str = HEAD,
    **fields: str | None,
) -> str:
    """A spec with one replication instance and one endpoint."""
    one = endpoint(mark=mark, value=value, **fields)
    return dms(instances(main=instance), endpoints(one), rest=rest, head=head)


def _marked(text: str, wanted: str) -> str:
    return MARK + text if wanted and text == wanted else text
