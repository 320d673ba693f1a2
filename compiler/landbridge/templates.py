"""Where the templates are: inside an installed package, beside `compiler/` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """The folder of the Jinja templates."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "templates"
