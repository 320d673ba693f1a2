"""`landbridge explain`."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, Format, SpecArgument, progress, show, stop_on_errors, style

if TYPE_CHECKING:
    from landbridge.explaining import Explanation
    from landbridge.findings import SpecPath
    from landbridge.pipeline import Analysis
    from landbridge.policy.document import PolicyDocument


class Form(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


_COLOURS = {
    "allow": typer.colors.GREEN,
    "deny": typer.colors.RED,
    "unknown": typer.colors.YELLOW,
    "aside": typer.colors.BRIGHT_BLACK,
}
_EXITS = {"allow": Exit.FINE, "deny": Exit.DENIED, "unknown": Exit.UNKNOWN}


def explain(
    spec: SpecArgument,
    principal: Annotated[
        str,
        typer.Option(
            help="Who asks: an ARN, {role:KEY}, user:NAME, a service such as dms.amazonaws.com, or anonymous.",
            show_default=False,
        ),
    ],
    action: Annotated[str, typer.Option(help="What, e.g. es:ESHttpGet.", show_default=False)],
    resource: Annotated[
        str | None,
        typer.Option(
            help="On what: an ARN, {key:KEY}, {role:KEY} or {domain:KEY}/PATH. Left out for actions about none.",
            show_default=False,
        ),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="A condition key of the request, e.g. aws:SourceIp=192.0.2.7. Again for more; KEY= for an absent one.",
            show_default=False,
        ),
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT=VALUE",
            help="What an answer says is missing: a policy as NAME=FILE or NAME=none, a text as {var:NAME}=TEXT.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[Form, typer.Option("--format", help="text or json.")] = Form.TEXT,
) -> None:
    """Tell whether a request would be allowed, and which statements decide.

    The answer is allow, deny, or unknown: a policy or condition key is missing.

    It is about what the spec compiles to now, within and across accounts:
    identity policies, boundaries, key and domain policies, trust of roles.

    Exit codes: 0 allow · 1 findings · 2 wrong usage · 5 deny · 6 unknown.

    Example: landbridge explain spec.yaml --principal role:etl
      --action kms:Decrypt --resource key:storage

    Example: landbridge explain spec.yaml --principal anonymous
      --action es:ESHttpGet --resource domain:logs/orders/_search
      --context aws:SourceIp=192.0.2.7
    """
    from landbridge.pipeline import analyse
    from landbridge.source.readers import DiskReader

    with progress(f"Reading {spec}"):
        analysis = analyse(DiskReader(spec), spec.name)
    errors = [] if analysis.root is not None else analysis.findings
    show(errors, Format.JSON if errors and format_ is Form.JSON else Format.TEXT, err=True)
    stop_on_errors(errors)
    explanation = _explained(analysis, principal, action, resource, context or [], given or [])
    _print(explanation, analysis, format_)
    raise typer.Exit(_EXITS[explanation.decision.answer.value])


def _explained(
    analysis: "Analysis", principal: str, action: str, resource: str | None, context: list[str], given: list[str]
) -> "Explanation":
    from landbridge import explaining
    from landbridge.explaining.model import Model

    assert analysis.root is not None  # noqa: S101 (its errors were shown)
    model = Model(analysis.root)
    names = _names(analysis)
    try:
        asked = explaining.question(
            model, names, principal=principal, action=action, resource=resource, context=context
        )
        return explaining.explain(model, asked, dict(map(_given, given)))
    except explaining.Unclear as unclear:
        raise typer.BadParameter(str(unclear), param_hint=unclear.part) from unclear


def _names(analysis: "Analysis") -> Mapping[str, str]:
    """What the spec names, as lowering has it."""
    from landbridge.areas import AREAS
    from landbridge.areas.references import References

    spec = analysis.spec
    assert spec is not None  # noqa: S101 (a model comes from a spec)
    used = {listing.name: listing.load() for listing in AREAS if spec.part(listing.key) is not None}
    return References("", {name: area.names(spec) for name, area in used.items()})


def _given(text: str) -> "tuple[str, PolicyDocument | str | None]":
    """Read one `--given`: a text for a placeholder, a file for a policy, or none."""
    import json  # only who gives files needs it

    from landbridge.policy.document import from_json

    name, equals, found = text.rpartition("=") if not text.startswith("{") else text.partition("=")
    if not equals or not name or not found:
        raise _unclear(f"{text!r} is no WHAT=VALUE")
    if name.startswith("{"):
        return name, found
    if found == "none":
        return name, None
    try:
        data = json.loads(Path(found).read_bytes())
    except OSError as error:
        raise _unclear(f"cannot read {found!r}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise _unclear(f"{found!r} is no JSON: {error}") from error
    for wrapping in ("PolicyVersion", "Document", "PolicyDocument"):  # as `aws iam get-policy-version` and others print
        data = data[wrapping] if isinstance(data, dict) and wrapping in data else data
    document = from_json(data)
    if document is None:
        raise _unclear(f"{found!r} is no policy document")
    return name, document


def _unclear(why: str) -> typer.BadParameter:
    return typer.BadParameter(why, param_hint="--given")


def _print(explanation: "Explanation", analysis: "Analysis", form: Form) -> None:
    import json

    from landbridge import explaining

    document = analysis.document
    assert document is not None  # noqa: S101 (a model comes from a spec)

    def place(path: "SpecPath") -> str:
        return str(document.place(path))

    if form is Form.JSON:
        typer.echo(json.dumps(explaining.as_data(explanation, place), indent=2, ensure_ascii=False))
        return
    for line in explaining.report(explanation, place):
        typer.echo(style(line.text, _COLOURS[line.tone]) if line.tone else line.text)
