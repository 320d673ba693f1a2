"""Reads a file of an estate, whatever it is: one that is none of those that are read is named for what it is."""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from landbridge.estate import listed, shown, state
from landbridge.estate.gathering import BROKEN, Gathering, TooManyError
from landbridge.estate.inventory import Source
from landbridge.findings import Finding, Place, has_errors
from landbridge.source.limits import MAX_STATE_BYTES
from landbridge.source.nodes import shorten

STDIN = "-"
_MAX_DIGITS = 18
_KINDS = "give a state file, the output of `terraform state pull`, `terraform show -json` or `terraform state list`"
_PULL = "give the output of `terraform state pull`, run in the root that owns the state"

_BINARY = (
    (b"PK\x03\x04", "a plan, as `terraform plan -out` writes it, or another zip file"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"tfplan", "a plan of an old Terraform"),
    (b"tfstate", "the state of a Terraform before 0.3"),
    (b"Salted__", "encrypted"),
    (b"-----BEGIN", "encrypted, or a key"),
)
_TEXTS = (
    (r"(?s).{0,800}?\bformat: \d+\nsources:", "an inventory already"),
    (r"\s*<", "XML or HTML, as a download that failed leaves it"),
    (
        r"(?s)\s*(#|//|/\*).*|\s*\w+(\s+\"[^\"\n]*\")*\s*\{",
        "Terraform configuration, or what Terraform prints for people",
    ),
    (r"(?i)\s*(╷\s*│\s*)?(error|warning|no state)\b", "a message of Terraform instead of its output"),
    (r"\s*version https://git-lfs", "a pointer of Git LFS instead of the file"),
)
_KEYS = (
    ({"encrypted_data"}, "a state that OpenTofu encrypted", "give the output of `tofu state pull`, which decrypts it"),
    ({"encryption_version"}, "a state that OpenTofu encrypted", "give the output of `tofu state pull`"),
    ({"planned_values"}, "a plan, as `terraform show -json PLAN` prints it", _PULL),
    ({"resource_changes"}, "a plan, as `terraform show -json PLAN` prints it", _PULL),
    ({"backend", "version"}, "no state: it says where the state is kept (.terraform/terraform.tfstate)", _PULL),
    ({"provider_schemas"}, "what `terraform providers schema` prints", _PULL),
    ({"AWSTemplateFormatVersion"}, "a template of CloudFormation", _KINDS),
    ({"sources", "format"}, "an inventory already", "give the states that it was made of"),
)


class _BrokenError(Exception):
    """The text is JSON that no Terraform writes."""


def read_file(path: str, findings: list[Finding]) -> Source | None:
    """Read one file, or standard input for `-`. Returns None, and adds findings, where it has errors."""
    name = "standard input" if path == STDIN else path
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(MAX_STATE_BYTES + 1)
        else:
            with Path(path).open("rb") as file:  # a pipe will do: legacy=<(terraform state pull)
                data = file.read(MAX_STATE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        findings.append(Finding("LB001", f"cannot read {shorten(name)}: {reason}", _KINDS, place=Place(name)))
        return None
    return read(data, name, findings)


def read(data: bytes, name: str, findings: list[Finding]) -> Source | None:
    """Read the bytes of a file of that name. Returns None, and adds findings, where it has errors."""
    known = len(findings)
    gathering = Gathering(name, findings)
    try:
        found = _read(data, gathering)
    except _BrokenError as error:
        gathering.report("LB032", str(error))
        return None
    except json.JSONDecodeError as error:  # its message never quotes the text
        message = f"it is no JSON: {error.msg.lower()}"
        findings.append(Finding("LB032", message, BROKEN, place=Place(name, error.lineno, error.colno)))
        return None
    except RecursionError:
        findings.append(Finding("LB032", "it is nested too deeply", BROKEN, place=Place(name)))
        return None
    except TooManyError:
        return None
    return None if has_errors(findings[known:]) else found


def _read(data: bytes, gathering: Gathering) -> Source | None:
    text = _text(data, gathering)
    if text is None:
        return None
    if text.lstrip()[:1] in ("{", "["):
        return _json(_parsed(text), gathering)
    if listed.is_list(text):
        return listed.read(text, gathering)
    what = next(
        (what for pattern, what in _TEXTS if re.match(pattern, text)), "neither a state nor a list of addresses"
    )
    gathering.report("LB030", f"it is {what}", _KINDS)
    return None


def _text(data: bytes, gathering: Gathering) -> str | None:
    """Return the characters of a file; None, with a finding, where it has none."""
    if len(data) > MAX_STATE_BYTES:
        hint = "split the state, or give the output of `terraform state list`"
        gathering.report("LB003", f"it has more than {MAX_STATE_BYTES:,} bytes, which is the limit", hint)
        return None
    binary = next((what for magic, what in _BINARY if data.startswith(magic)), "")
    if binary:
        gathering.report("LB030", f"it is {binary}", _KINDS)
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        hint = "PowerShell's > writes UTF-16: use `| Out-File -Encoding utf8 FILE`"
        gathering.report("LB002", "it is UTF-16, not UTF-8", hint)
        return None
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        gathering.report("LB002", f"byte {error.start:,} of it is not UTF-8; it may be binary", _KINDS)
        return None
    if not text.strip():
        hint = "`terraform state pull` prints nothing where a workspace has no state: check `terraform workspace show`"
        gathering.report("LB030", "it is empty", hint)
        return None
    if "\0" in text:
        gathering.report("LB030", "it is binary: it holds NUL", _KINDS)
        return None
    return text


def _parsed(text: str) -> object:
    """Read JSON as strictly as a state is written.

    Raises:
        _BrokenError: a key stands twice in one object, or a number is none of JSON's.
        json.JSONDecodeError, RecursionError: as the parser says.
    """
    return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_constant=_no_number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _BrokenError("a key stands twice in one object, of which a parser would keep the last")
    return found


def _integer(text: str) -> int | float:
    """Return an int; of more digits than anything has that is counted here, a float."""
    return int(text) if len(text) <= _MAX_DIGITS else float(text)


def _no_number(text: str) -> None:
    raise _BrokenError(f"{text} is no JSON")


def _json(found: object, gathering: Gathering) -> Source | None:
    if not isinstance(found, Mapping):
        gathering.report("LB030", "it is a list in JSON", _KINDS)
        return None
    for keys, what, hint in _KEYS:
        if keys <= found.keys() and "resources" not in found:
            gathering.report("LB030", f"it is {what}", hint)
            return None
    version, shown_format = found.get("version"), found.get("format_version")
    if version == state.FORMAT and isinstance(version, int):
        return state.read(found, gathering)
    if isinstance(version, int) and not isinstance(version, bool) and found.keys() & {"serial", "lineage", "modules"}:
        _other_format(version, gathering)
    elif isinstance(shown_format, str) and shown_format.partition(".")[0] == shown.FORMAT and _is_shown(found):
        return shown.read(found, gathering)
    elif shown_format is not None and _is_shown(found):
        message = f"`terraform show -json` printed another format than {shown.FORMAT}"
        gathering.report("LB031", message, _PULL)
    else:
        gathering.report("LB030", "it is JSON, but no state", _KINDS)
    return None


def _is_shown(found: Mapping[str, Any]) -> bool:
    """An empty state prints its format, and maybe who wrote it."""
    return "values" in found or found.keys() <= {"format_version", "terraform_version"}


def _other_format(version: int, gathering: Gathering) -> None:
    if version < state.FORMAT:
        hint = (
            "let Terraform 0.12 or newer write it: `terraform init`, then `terraform apply -refresh-only`, then pull it"
        )
        gathering.report("LB031", f"it is a state of format {version}; Landbridge reads {state.FORMAT}", hint)
    else:
        hint = "give the output of `terraform show -json` by the Terraform that wrote it, or take a newer Landbridge"
        message = f"it is a state of a newer format, {version}; Landbridge reads {state.FORMAT}"
        gathering.report("LB031", message, hint)
