"""TLS between replication instances and databases."""

from collections.abc import Iterator

from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.wording import SSL
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_VERIFYING = ("verify-ca", "verify-full")
_SETTINGS = {
    "kafka": "SecurityProtocol: ssl-encryption, ssl-authentication or sasl-ssl",
    "redis": "SslSecurityProtocol: ssl-encryption",
}
"""How engines have TLS that have no SSL mode: KafkaSettings and RedisSettings of the DMS API reference."""


def _judged(subject: Subject) -> Iterator[Side]:
    """The endpoints whose engine has their direction: of others LB220 tells, and then the engine will change."""
    yield from (side for side in sides(subject.part) if side.is_possible)


def _modes(subject: Subject) -> Iterator[Hit]:
    for side in _judged(subject):
        mode = side.endpoint.ssl_mode
        if mode is not None and mode not in side.engine.ssl_modes:
            yield Hit(
                path=(*side.path, "ssl_mode"),
                message=f"ssl_mode {shorten(mode)} is not supported by engine {shorten(side.endpoint.engine)}",
                hint=_instead(side),
            )


def _instead(side: Side) -> str:
    engine = side.endpoint.engine
    if len(side.engine.ssl_modes) > 1:
        return f"{engine} takes {_either(side.engine.ssl_modes)}"
    if side.engine.own_tls:
        return f"leave it out; {engine} has a setting of its own ({_SETTINGS[engine]}): say tls: true where that is on"
    return f"leave it out; the connection to {engine} is encrypted in any case"


def _either(modes: tuple[str, ...]) -> str:
    *first, last = modes
    return f"{', '.join(first)} or {last}" if first else f"{last} only"


def _certificate_missing(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        mode = side.endpoint.ssl_mode
        if mode in _VERIFYING and mode in side.engine.ssl_modes and side.endpoint.certificate is None:
            yield Hit(
                path=(*side.path, "ssl_mode"),
                message=f"ssl_mode {shorten(mode)} verifies by a certificate, and endpoint {side.key} names none",
                hint="add certificate: the ARN of the CA's certificate in DMS, or {var:NAME}; for a self-signed one"
                " require is what DMS has, where the engine takes it",
            )


def _certificate_unused(subject: Subject) -> Iterator[Hit]:
    for side in _judged(subject):
        endpoint = side.endpoint
        if endpoint.ssl_mode not in (None, *side.engine.ssl_modes) or (endpoint.tls and side.engine.own_tls):
            continue  # the mode is going to change, or the engine's own setting names a certificate
        if endpoint.certificate is not None and side.engine.reached != "api" and endpoint.ssl_mode not in _VERIFYING:
            shown = f"ssl_mode {endpoint.ssl_mode}" if endpoint.ssl_mode else "no ssl_mode"
            yield Hit(
                path=(*side.path, "certificate"),
                message=f"endpoint {side.key} has a certificate and {shown}, which verifies nothing by it",
                hint=f"write {_best(side)}leave the certificate out",
                at_key=True,
            )


def _best(side: Side) -> str:
    if side.engine.own_tls:
        return "tls: true, or "
    return f"ssl_mode: {side.engine.ssl_modes[-1]}, or " if len(side.engine.ssl_modes) > 1 else ""


def _unencrypted(subject: Subject) -> Iterator[Hit]:
    for side in _judged(subject):
        endpoint, modes = side.endpoint, side.engine.ssl_modes
        plain = endpoint.ssl_mode in (None, "none")
        told = endpoint.ssl_mode not in (None, *modes) or endpoint.certificate is not None  # by LB221 and LB223
        if side.engine.own_tls and not endpoint.tls and endpoint.unencrypted is None and not told:
            yield Hit(
                path=side.path,
                message=f"{side.engine.title} endpoint {side.key} does not say whether its connection is encrypted",
                hint=f"add tls: true, and set {_SETTINGS[endpoint.engine]} where the endpoint is made; or say why not"
                " by unencrypted: <reason>",
                at_key=True,
            )
        if not plain or len(modes) == 1 or endpoint.unencrypted is not None:
            continue
        if endpoint.iam_auth is not None and side.engine.iam_auth:
            continue  # LB235 says more about it
        stated = endpoint.ssl_mode is not None
        yield Hit(
            path=(*side.path, "ssl_mode") if stated else side.path,
            message=f"the connection to {side.engine.title} endpoint {side.key} is not encrypted"
            + ("" if stated else ": without ssl_mode it is none"),
            hint=f"write ssl_mode: {_either(modes[1:])}; or say why not by unencrypted: <reason>",
            at_key=not stated,
        )


def _needless_reason(subject: Subject) -> Iterator[Hit]:
    for side in _judged(subject):
        endpoint = side.endpoint
        if endpoint.unencrypted is None or side.engine.reached == "api":
            continue
        if endpoint.tls and side.engine.own_tls:
            message = f"endpoint {side.key} has a reason for no TLS, and tls: true"
        elif endpoint.ssl_mode not in (None, "none"):
            message = f"endpoint {side.key} has a reason for no TLS, and ssl_mode {endpoint.ssl_mode}"
        elif len(side.engine.ssl_modes) == 1 and not side.engine.own_tls:
            message = f"endpoint {side.key} has a reason for no TLS, which DMS does not set for {side.engine.title}"
        else:
            continue
        yield Hit(path=(*side.path, "unencrypted"), message=message, hint="leave unencrypted out", at_key=True)


def _iam_auth(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint = side.endpoint
        if endpoint.iam_auth is not None and side.engine.iam_auth and endpoint.ssl_mode in (None, "none"):
            yield Hit(
                path=(*side.path, "iam_auth"),
                message=f"endpoint {side.key} connects as a role without TLS, which RDS refuses",
                hint=f"write ssl_mode: {_either(side.engine.ssl_modes[1:])}",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB221",
        title="An SSL mode is one that the engine has",
        why="DMS refuses the endpoint otherwise.",
        fix="choose a mode of the engine",
        source=SSL,
        check=_modes,
    ),
    Rule(
        id="LB222",
        title="A mode that verifies has a certificate to verify by",
        why="DMS cannot verify the server without the certificate of its CA.",
        fix="name the certificate that was imported into DMS",
        source=SSL,
        check=_certificate_missing,
    ),
    Rule(
        id="LB223",
        title="A certificate is used",
        why="Who names a certificate wants the server verified, and other modes do not.",
        fix="choose verify-ca or verify-full, or leave the certificate out",
        source=SSL,
        check=_certificate_unused,
    ),
    Rule(
        id="LB224",
        title="A connection is encrypted, or there is a reason",
        why="Rows and credentials cross the network in the clear.",
        fix="choose an SSL mode, or say why there is none by unencrypted:",
        source=SSL,
        check=_unencrypted,
    ),
    Rule(
        id="LB225",
        title="A reason for no TLS stands where there is none",
        why="Who reads it would think that the connection is open.",
        fix="leave it out",
        source=SSL,
        check=_needless_reason,
    ),
    Rule(
        id="LB235",
        title="IAM database authentication goes with TLS",
        why="RDS takes the token of a role over encrypted connections only.",
        fix="choose an SSL mode other than none",
        source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html",
        check=_iam_auth,
    ),
)
