"""The picture of the module's README: from sources over replication instances to targets, and who works with DMS."""

from collections.abc import Iterator

from landbridge.areas.dms.fine_grained import WORDS
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Grant, Operator
from landbridge.ir import Edge

_SECRETS = {"secret": ("secret", "credentials"), "asm_secret": ("ASM secret", "ASM credentials")}
_SHOWN_TYPES = 3
"""So many types of an entry are named in a box; of more it says how many."""


def picture(part: Dms) -> Iterator[Edge]:
    """The arrows: for endpoints in the direction of the data, for keys and secrets to what they are for."""
    for side in sides(part):
        yield from _endpoint(side)
    for key, held in part.replication_instances.items():
        if held.kms_key is not None:
            yield Edge(source=_key(held.kms_key), target=_instance(key), words="encrypts storage")
    for key, operator in part.operators.items():
        yield from _operator(key, operator)


def _endpoint(side: Side) -> Iterator[Edge]:
    endpoint, instance = side.endpoint, _instance(side.instance_key)
    store = f"{side.key} ({side.engine.title})"
    source, target = (store, instance) if side.is_source else (instance, store)
    yield Edge(source=source, target=target, words=_connection(side))
    for field, secret in side.secrets:
        word, what = _SECRETS[field]
        box = f"{word} of {side.key}"
        yield Edge(source=box, target=instance, words=what)
        if secret.kms_key is not None:
            yield Edge(source=_key(secret.kms_key), target=box, words="encrypts")
    if endpoint.target_key is not None:
        yield Edge(source=_key(endpoint.target_key), target=store, words="encrypts data")
    if endpoint.kms_key is not None:
        yield Edge(source=_key(endpoint.kms_key), target=store, words="encrypts connection data in DMS")


def _operator(key: str, operator: Operator) -> Iterator[Edge]:
    """Who has an operator's policy, and what that leads to and what not."""
    box = f"{key} (operator)"
    for group in operator.groups:
        yield Edge(source=f"group {group}", target=box, words="has the policy")
    for role in operator.roles:
        yield Edge(source=f"role {role}", target=box, words="has the policy")
    if operator.own_endpoints_only is not None:
        words = f"own, by tag {operator.own_endpoints_only.tag}"
        yield Edge(source=box, target=WORDS["endpoint"], words=words)
    for grant in operator.allow:
        yield Edge(source=box, target=_types(grant), words=_how(grant))
    if not operator.allow and operator.own_endpoints_only is None:
        yield Edge(source=box, target="all of DMS", words="everything")
    for grant in operator.deny:
        yield Edge(source=box, target=_types(grant), words=f"not: {_how(grant)}")


def _types(grant: Grant) -> str:
    kinds = tuple(dict.fromkeys(grant.types))
    shown = ", ".join(WORDS[kind] for kind in kinds[:_SHOWN_TYPES])
    more = len(kinds) - _SHOWN_TYPES
    return shown if more <= 0 else f"{shown} and {more} more"


def _how(grant: Grant) -> str:
    actions = "some actions" if grant.actions else "everything"
    if grant.request_tags:
        return f"{'some actions' if grant.actions else 'making'}, with tags {', '.join(grant.request_tags)}"
    if grant.tags:
        return f"{actions}, by tag {', '.join(grant.tags)}"
    return f"{actions}, by ARN" if grant.ids else actions


def _instance(key: str | None) -> str:
    return f"{key} (replication instance)" if key else "replication instance"


def _connection(side: Side) -> str:
    endpoint = side.endpoint
    if not side.on_network:
        return "HTTPS"
    ports = " and ".join(dict.fromkeys(str(each.port) for each in side.listeners))
    port = f"port{'s' if ' and ' in ports else ''} {ports}"
    if side.engine.own_tls:
        return f"{port}, {'TLS' if endpoint.tls else 'no TLS'}"
    if len(side.engine.ssl_modes) == 1:
        return port
    mode = endpoint.ssl_mode or "none"
    return f"{port}, {'no TLS' if mode == 'none' else f'TLS {mode}'}"


def _key(text: str) -> str:
    return f"key {text.rpartition('/')[2] if text.startswith('arn:') else text.strip('{}').removeprefix('key:')}"
