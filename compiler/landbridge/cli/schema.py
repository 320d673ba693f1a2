"""`landbridge schema`."""

import typer


def schema() -> None:
    """Print the JSON Schema of the spec, for editors.

    Example: landbridge schema > landbridge.schema.json
    """
    from landbridge.spec.schema import schema_text

    typer.echo(schema_text(), nl=False)
