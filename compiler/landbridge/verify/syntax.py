"""HCL's syntax, judged by Go's own parser."""

import re
from typing import NamedTuple


class SyntaxProblem(NamedTuple):
    """What the parser says first, and where. Lines and columns count from 1."""

    line: int
    column: int
    message: str


_DIAGNOSTIC = re.compile(r"tmp\.hcl:(\d+),(\d+)-[\d,-]*: (.*?)(?=, tmp\.hcl:\d|\Z)", re.DOTALL)


def syntax_problem(text: str) -> SyntaxProblem | None:
    """Parse a text without NUL characters as an HCL file and return the first problem, or None.

    References and function calls need not be known: the parser is asked about syntax only.
    """
    import pygohcl  # loads a Go runtime; a tree of known shapes does without

    try:
        pygohcl.loads(text)
    except pygohcl.HCLParseError as error:
        if diagnostic := _DIAGNOSTIC.search(str(error)):
            return SyntaxProblem(int(diagnostic[1]), int(diagnostic[2]), diagnostic[3])
        return SyntaxProblem(1, 1, str(error))
    except pygohcl.HCLInternalError as error:
        # The text was parsed, but its values have no JSON form, which nobody asked for.
        if not str(error).startswith("cannot convert"):
            return SyntaxProblem(1, 1, str(error))
    return None
