"""The picture of the module's README: from sources over replication instances to targets."""

from collections.abc import Iterator

from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Dms
from landbridge.ir import Edge


def picture(part: Dms) -> Iterator[Edge]:
    """An arrow for every endpoint, in the direction of the data, and one for every key and secret."""
    for side in sides(part):
        instance = f"{side.instance_key} (replication instance)" if side.instance_key else "replication instance"
        store = f"{side.key} ({side.engine.title})"
        source, target = (store, instance) if side.is_source else (instance, store)
        yield Edge(source=source, target=target, words=_connection(side))
        for words, arn in (("credentials", side.endpoint.secret), ("ASM credentials", side.endpoint.asm_secret)):
            if arn is not None:
                yield Edge(source=f"secret of {side.key}", target=instance, words=words)
        if side.endpoint.target_key is not None:
            yield Edge(source=_key(side.endpoint.target_key), target=store, words="encrypts")
    for key, held in part.replication_instances.items():
        if held.kms_key is not None:
            yield Edge(source=_key(held.kms_key), target=f"{key} (replication instance)", words="encrypts")


def _connection(side: Side) -> str:
    endpoint = side.endpoint
    if not side.on_network:
        return "HTTPS"
    if len(side.engine.ssl_modes) == 1:
        return f"port {side.port}"
    mode = endpoint.ssl_mode or "none"
    return f"port {side.port}, {'no TLS' if mode == 'none' else f'TLS {mode}'}"


def _key(text: str) -> str:
    return f"key {text.rpartition('/')[2] if text.startswith('arn:') else text.strip('{}').removeprefix('key:')}"
