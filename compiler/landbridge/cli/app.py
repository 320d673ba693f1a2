"""The commands. Each module holds one; what is heavy is imported by the command that needs it."""

import typer

from landbridge.cli import check, compile_, diff, explain, explain_access, init, inventory, rules, schema, update

app = typer.Typer(
    name="landbridge",
    help=(
        "Compile one YAML migration spec into Terraform modules for the security layer of an AWS migration.\n\n"
        "Start with [bold]landbridge init[/bold], then [bold]landbridge compile spec.yaml --out live[/bold].\n\n"
        "Exit codes: 0 fine · 1 findings of severity error · 2 wrong usage · 3 --check found drift"
        " · 4 diff: access grew · 5 explain: deny · 6 explain: unknown."
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    init.init,
    inventory.inventory,
    check.check,
    compile_.compile_,
    diff.diff,
    explain_access.explain,
    explain.explain_level,
    update.update,
    rules.rules,
    schema.schema,
):
    app.command(name=command.__name__.rstrip("_").replace("_", "-"))(command)


def _version(value: bool) -> None:
    if value:
        from landbridge import __version__

        typer.echo(f"landbridge {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(False, "--version", help="Print the version.", callback=_version, is_eager=True),
) -> None:
    """Hold what is common to all commands."""
