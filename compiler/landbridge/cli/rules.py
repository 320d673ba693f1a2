"""`landbridge rules`."""

from typing import Annotated

import typer

from landbridge.cli.common import Exit, style


def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One rule, e.g. LB321.", show_default=False)
    ] = None,
) -> None:
    """List the rules, or explain one: why it exists, its source, how to satisfy or suppress it.

    Example: landbridge rules LB320
    """
    from landbridge.areas import explained
    from landbridge.aws.nearest import nearest
    from landbridge.rules.rule import Rule

    known = explained()
    if rule is None:
        for id_, each in known.items():
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
