"""Files beside a spec that it names: read as the spec itself is, confined to its folder."""

from landbridge.findings import Finding, SpecPath
from landbridge.source.load import decode
from landbridge.source.nodes import Text, shorten
from landbridge.source.readers import Reader, ReadError


def read_beside(reader: Reader, path: SpecPath, name: str, made_by: str, findings: list[Finding]) -> Text | None:
    """Read a file that the spec names. Returns None, and adds findings, where it cannot be read.

    Args:
        reader: of the spec's folder.
        path: the place in the spec that names it.
        name: relative to the spec's folder.
        made_by: what helps whoever has no such file; may be empty.
        findings: takes what is wrong.
    """
    try:
        return decode(reader.read(name), reader.display(name), name, findings)
    except ReadError as error:
        findings.append(Finding(error.rule, str(error), error.hint, path=path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = f"it has to lie beside the spec{': ' if made_by else ''}{made_by}"
        findings.append(Finding("LB001", f"cannot read {shorten(name)}: {reason}", hint, path=path))
    return None
