"""Where the templates are: inside an installed package, beside `compiler/` in a checkout."""

from pathlib import Path


def templates_folder() -> Path:
    """The folder of the Jinja templates."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"
