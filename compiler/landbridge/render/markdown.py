"""Turns texts into Markdown, and into labels of Mermaid pictures in it. Each is the Jinja filter of its name."""

import re

from landbridge.render.characters import HIDDEN_CHARACTER, KEY_LETTERS, code_point

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&$]|^[-+=]")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)])")


def md(text: str) -> str:
    r"""Make a text inert inside a line or table cell of Markdown: it shows as it is and starts no markup.

    White space of any length becomes one blank, hidden characters appear as `\uXXXX`. Braces are escaped too, as
    some site builders give `{{` a meaning before Markdown is read.
    """
    return _LIST_NUMBER.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", _one_line(text)))


def md_code(text: str) -> str:
    """Show a text as code inside a line or table cell of Markdown."""
    line = _one_line(text)
    if not line or "|" in line or "{{" in line or "{%" in line:
        # A pipe needs a backslash in the code spans of tables, and shows one in those elsewhere.
        return f"<code>{md(line)}</code>".replace(r"\|", "&#124;")
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


# Everything but letters and marks that are text to Mermaid, to the Markdown that it reads labels as, and in a fence.
_MERMAID_MARKUP = rf"[^A-Za-z0-9{KEY_LETTERS} .,/()=+_-]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+]|(?<=\b[Ww]{{3}})\."
_MERMAID_LIST = r"^([0-9]+)([.)])(?= |$)"


def mermaid(text: str) -> str:
    """Quote a text as a label of a Mermaid picture; whatever means something to Mermaid or Markdown goes by its number.

    Labels are read as Markdown, of which Mermaid shows emphasis, but for a list or a link nothing but an error.
    Source: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    """
    # Compiled where there is a picture, and kept by `re`: compiling costs more than all else here.
    line = re.sub(_MERMAID_MARKUP, _numbered, _one_line(text))
    line = re.sub(_MERMAID_LIST, lambda match: f"{match[1]}#{ord(match[2])};", line)
    return f'"{line or " "}"'  # an empty label is an error of syntax


def _numbered(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _one_line(text: str) -> str:
    """Squeeze white space to single blanks and show hidden characters by their code points."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return HIDDEN_CHARACTER.sub(code_point, " ".join(re.split(r"[ \t\r\n]+", text)).strip(" "))
