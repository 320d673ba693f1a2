"""`landbridge rules`."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, style

if TYPE_CHECKING:
    from landbridge.rules.rule import Explained


def rules(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="One rule, e.g. LB321, or a family: LB2 or LB2xx.", show_default=False),
    ] = None,
) -> None:
    """List the rules, or explain one: why it exists, its source, how to satisfy or suppress it.

    Example: landbridge rules LB320
    Example: landbridge rules LB2
    """
    from landbridge.areas import explained
    from landbridge.aws.nearest import nearest
    from landbridge.rules.rule import Rule

    known = explained()
    listed = known if rule is None else _family(rule, known)
    if rule is None or listed:
        for id_, each in listed.items():
            typer.echo(f"{id_}  {each.severity:<7}  {each.title}")
        return
    found = known.get(rule.upper())
    if found is None:
        near = nearest(rule.upper(), known)
        typer.echo(
            f"There is no rule {rule!r}."
            + (f" Did you mean {' or '.join(near)}?" if near else " `landbridge rules` lists them."),
            err=True,
        )
        raise typer.Exit(Exit.USAGE)
    suppress = (
        "In the spec, for one place, with a reason:\n"
        "            suppress:\n"
        f"              - {{rule: {found.id}, path: <path that the finding is about>, reason: <why it does not apply>}}"
        if isinstance(found, Rule)
        else "It cannot be suppressed."
    )
    typer.echo(
        f"{style(found.id, typer.colors.CYAN)} ({found.severity}): {found.title}\n\n"
        f"Why       {found.why}\n"
        + (f"Source    {found.source}\n" if found.source else "")
        + f"Satisfy   {found.fix}\n"
        f"Suppress  {suppress}"
    )


def _family(text: str, known: "dict[str, Explained]") -> "dict[str, Explained]":
    """Those whose ids begin alike: `LB2` and `LB2xx` are all of LB200 to LB299. None where no family is meant."""
    family = re.fullmatch(r"(LB[0-9]{1,2})X{0,2}", text.upper())
    return {id_: each for id_, each in known.items() if id_.startswith(family[1])} if family is not None else {}
