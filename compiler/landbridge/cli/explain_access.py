"""`landbridge explain`."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, Format, SpecArgument, progress, show, style

if TYPE_CHECKING:
    from landbridge.explaining import Explanation
    from landbridge.explaining.model import Model
    from landbridge.findings import SpecPath
    from landbridge.policy.document import PolicyDocument
    from landbridge.source.nodes import Document


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
            help="Who asks: role:KEY of the spec, user:NAME, an ARN, a service such as dms.amazonaws.com, anonymous.",
            show_default=False,
        ),
    ],
    action: Annotated[
        str, typer.Option(help="What they want to do, as IAM calls it, e.g. es:ESHttpGet.", show_default=False)
    ],
    resource: Annotated[
        str | None,
        typer.Option(
            help="On what: key:KEY, role:KEY or domain:KEY/PATH of the spec, or an ARN. Left out for actions on none.",
            show_default=False,
        ),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="A condition key of the request, e.g. aws:SourceIp=192.0.2.7; KEY= for one that it does not have."
            " Again for more.",
            show_default=False,
        ),
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT=VALUE",
            help="What an answer says is missing, in its words: POLICY=FILE with what AWS prints, POLICY=none, or"
            " {var:NAME}=TEXT. Again for more.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[Form, typer.Option("--format", help="text or json.")] = Form.TEXT,
) -> None:
    r"""Tell whether a request would be allowed, and which statements decide.

    The question is one request: who does what on what. The answer is allow,
    deny, or unknown. An unknown says what is missing and how to give it;
    nothing is guessed, and nothing is asked of AWS.

    It is about the Terraform that the spec compiles to now: identity policies,
    permissions boundaries, key and domain policies, and the trust of roles,
    within one account and across accounts.

    May the role etl of the spec use its key storage?

    Example: landbridge explain spec.yaml --principal role:etl \
      --action kms:Decrypt --resource key:storage

    May anybody in the office search an index, without signing?

    Example: landbridge explain spec.yaml --principal anonymous \
      --action es:ESHttpGet --resource domain:logs/orders/_search \
      --context aws:SourceIp=192.0.2.7

    May a role of another account use the key? Its policies are not in the spec,
    so the answer asks for them. FILE holds them as JSON, as aws iam
    get-role-policy or get-policy-version prints one, or several as one policy;
    for resources, as kms get-key-policy, opensearch describe-domain-config.

    Example: landbridge explain spec.yaml \
      --action kms:Decrypt --resource key:storage \
      --principal arn:aws:iam::210987654321:role/x \
      --given 'policies of arn:aws:iam::210987654321:role/x=FILE' \
      --given 'boundary of arn:aws:iam::210987654321:role/x=none'

    Likewise for roles and users of this account that are made elsewhere, such
    as the roles of the Migration Assistant: what the spec gives them counts,
    and the answer asks for the rest.

    Exit codes: 0 allow · 1 findings · 2 wrong usage · 5 deny · 6 unknown.
    """
    from landbridge.asking import subject
    from landbridge.pipeline import analyse
    from landbridge.source.readers import DiskReader

    with progress(f"Reading {spec}"):
        analysis = analyse(DiskReader(spec), spec.name)
    if analysis.spec is None or analysis.root is None or analysis.document is None:
        show(analysis.findings, Format.JSON if format_ is Form.JSON else Format.TEXT, err=True)
        raise typer.Exit(Exit.FINDINGS)
    model, names = subject(analysis.spec, analysis.root)
    explanation = _explained(model, names, principal, action, resource, context or [], given or [])
    _print(explanation, analysis.document, format_)
    raise typer.Exit(_EXITS[explanation.decision.answer.value])


def _explained(
    model: "Model",
    names: "Mapping[str, str]",
    principal: str,
    action: str,
    resource: str | None,
    context: list[str],
    given: list[str],
) -> "Explanation":
    from landbridge import explaining

    try:
        asked = explaining.question(
            model, names, principal=principal, action=action, resource=resource, context=context
        )
        return explaining.explain(model, asked, _all_given(given))
    except explaining.Unclear as unclear:
        raise typer.BadParameter(str(unclear), param_hint=unclear.part) from unclear


def _all_given(given: list[str]) -> "dict[str, PolicyDocument | str | None]":
    found: dict[str, PolicyDocument | str | None] = {}
    for name, value in map(_given, given):
        if name in found:
            raise _unclear(f"{name!r} is given twice; one file can hold the statements of several policies")
        found[name] = value
    return found


def _given(text: str) -> "tuple[str, PolicyDocument | str | None]":
    """Read one `--given`: a text for a placeholder, a file for a policy, or none."""
    name, equals, found = text.rpartition("=") if not text.startswith("{") else text.partition("=")
    if not equals or not name or not found:
        raise _unclear(f"{text!r} is no WHAT=VALUE")
    if name.startswith("{"):
        return name, found
    return name, None if found == "none" else _document(found)


def _document(file: str) -> "PolicyDocument | None":
    """Read a policy as AWS prints it; None where the file says that there is none."""
    import json  # only who gives files needs these

    from landbridge.policy.document import from_json
    from landbridge.policy.printed import UnfitError, printed

    try:
        data = Path(file).read_bytes()
        found = printed(data.decode(json.detect_encoding(data)))
    except OSError as error:
        raise _unclear(f"cannot read {file!r}: {(error.strerror or str(error)).lower()}") from error
    except UnfitError as error:
        raise _unclear(f"{file!r} is no policy document: {error}") from error
    except (ValueError, RecursionError) as error:
        raise _unclear(f"{file!r} is no JSON: {str(error).splitlines()[0]}") from error
    document = from_json(found) if found is not None else None
    if found is not None and document is None:
        raise _unclear(f"{file!r} is no policy document: a statement is not of the form that IAM takes")
    return document


def _unclear(why: str) -> typer.BadParameter:
    return typer.BadParameter(why, param_hint="--given")


def _print(explanation: "Explanation", document: "Document", form: Form) -> None:
    import json

    from landbridge import explaining

    def place(path: "SpecPath") -> str:
        return str(document.place(path))

    if form is Form.JSON:
        typer.echo(json.dumps(explaining.as_data(explanation, place), indent=2, ensure_ascii=False))
        return
    for line in explaining.report(explanation, place):
        typer.echo(style(line.text, _COLOURS[line.tone]) if line.tone else line.text)
