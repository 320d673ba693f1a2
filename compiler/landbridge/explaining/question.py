"""What somebody asks, in the words of the command line, as a request."""

import re
from collections.abc import Iterable, Mapping

from landbridge.aws import actions, arn
from landbridge.aws.nearest import nearest
from landbridge.explaining.model import Model
from landbridge.policy.evaluation.request import ANONYMOUS, Request
from landbridge.policy.matching import has_wildcard
from landbridge.source.nodes import shorten

_NAMED = re.compile(r"\{?(?P<name>(?P<kind>[a-z_]+):[^{}/]+)\}?(?P<rest>/.*)?", re.DOTALL)
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")
_CALLERS = {
    "iam": ("role/", "user/", "root", "saml-provider/", "oidc-provider/"),
    "sts": ("assumed-role/", "federated-user/"),
}
_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9]+")


class Unclear(Exception):  # noqa: N818 (it is no fault of the program)
    """What is asked makes no request: which part of it, and why."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


def question(
    model: Model,
    names: Mapping[str, str],
    *,
    principal: str,
    action: str,
    resource: str | None,
    context: Iterable[str] = (),
) -> Request:
    """Read what is asked.

    Args:
        model: what the spec compiles to.
        names: what the spec names, as `role:etl` → its ARN.
        principal: an ARN, `{role:KEY}`, `user:NAME`, a service's name, or `anonymous`.
        action: such as `es:ESHttpGet`.
        resource: an ARN, or a name of the spec with what comes behind it, as `{domain:logs}/orders/_search`; None for
            an action that is about no resource.
        context: `KEY=VALUE` each; the same key again for more values, `KEY=` for a key that the request does not have.

    Raises:
        Unclear: where it makes no request.
    """
    asked = _principal(model, names, principal)
    spelled = _action(action)
    about = _resource(names, spelled, resource)
    return Request(asked, spelled, about, session_of=model.role_of_session(asked), given=_context(context))


def _principal(model: Model, names: Mapping[str, str], text: str) -> str:
    if text == "anonymous":
        return ANONYMOUS
    if has_wildcard(text):
        raise Unclear("--principal", f"{shorten(text)} has a wildcard: ask about one principal at a time")
    if text.startswith("user:"):
        return model.user_arn(text.removeprefix("user:"))
    found = _named(names, text, "--principal") if not text.startswith("arn:") else text
    parsed = arn.parse(found or text)
    if parsed is not None and parsed.resource.startswith(_CALLERS.get(parsed.service, ())) and parsed.account:
        return found or text
    if found is None and _SERVICE.fullmatch(text):
        return text
    why = f"{shorten(text)} is nobody who makes requests"
    if arn.is_account_id(text):
        why = f"an account makes no requests: name a role or user of it, or arn:aws:iam::{text}:root"
    elif ":group/" in text or text.startswith(("group:", "{group")):
        why += ": a group does nothing itself; name a user that is in it"
    else:
        why += ": give an ARN, {role:KEY}, user:NAME, a service such as dms.amazonaws.com, or anonymous"
    raise Unclear("--principal", why)


def _named(names: Mapping[str, str], text: str, part: str) -> str | None:
    """The ARN that a name of the spec stands for, with what comes behind it; None for what is no such name."""
    match = _NAMED.fullmatch(text)
    if match is None or not (text.startswith("{") or any(name.startswith(f"{match['kind']}:") for name in names)):
        return None
    found = names.get(match["name"])
    if found is None:
        alike = [name for name in names if name.startswith(f"{match['kind']}:")] or list(names)
        near = nearest(match["name"], alike)
        hint = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(sorted(alike)[:12]) or 'no names'}"
        raise Unclear(part, f"the spec has no {shorten(match['name'])}; {hint}")
    if not found.startswith("arn:"):
        raise Unclear(part, f"{match['name']} has no ARN")
    return str(found) + (match["rest"] or "")


def _action(text: str) -> str:
    if not _ACTION.fullmatch(text):
        raise Unclear("--action", f"{shorten(text)} is no action: give one with its service, such as es:ESHttpGet")
    known = actions.action(text)
    if known is None:
        near = actions.nearest_actions(text)
        raise Unclear(
            "--action", f"AWS has no action {text}" + (f"; did you mean {' or '.join(near)}?" if near else "")
        )
    return known.name


def _resource(names: Mapping[str, str], action: str, text: str | None) -> str:
    types = actions.action(action)
    about_none = types is not None and not types.resource_types
    if text is None:
        if about_none:
            return "*"
        raise Unclear("--resource", f"{action} is about a resource: give its ARN, or a name such as {{key:KEY}}")
    if about_none and text != "*":
        raise Unclear("--resource", f"{action} is about no particular resource: leave --resource out")
    found = "*" if text == "*" else (text if text.startswith("arn:") else _named(names, text, "--resource"))
    if found is None or (found != "*" and not arn.is_arn(found)):
        raise Unclear("--resource", f"{shorten(text)} is neither an ARN nor a name of the spec such as {{key:KEY}}")
    parsed = arn.parse(found)
    about_aliases = types is not None and "alias" in (each.name for each in types.resource_types)
    if parsed is not None and parsed.service == "kms" and parsed.resource.startswith("alias/") and not about_aliases:
        raise Unclear("--resource", f"{action} is about the key behind an alias: name the key itself")
    if action.startswith("es:ESHttp") and (parsed is None or parsed.resource.count("/") < 2):
        example = "{domain:KEY}/orders/_search" if text.startswith(("{", "domain:")) else f"{text}/orders/_search"
        raise Unclear("--resource", f"{action} is about a path of a domain: give it, as in {example} or with / alone")
    return found


def _context(given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or ":" not in key:
            raise Unclear("--context", f"{shorten(text)} is no KEY=VALUE, such as aws:SourceIp=192.0.2.7")
        key = spelled.setdefault(key.strip().lower(), key.strip())
        known = found.setdefault(key, [])
        if known and not (value and known[0]):
            raise Unclear("--context", f"{key} cannot be absent and have a value")
        known.append(value)
    return {key: tuple(value for value in values if value) for key, values in found.items()}
