"""Requests that are about everything in a domain, each tried on a statement: how its paths are written proves nothing.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-operations.html and the pages of
https://docs.opensearch.org/latest/api-reference/
"""

from dataclasses import replace

from landbridge.areas.opensearch.rules.reading import Target, acts
from landbridge.policy.document import Statement
from landbridge.policy.matching import has_wildcard

_CHANGING = (
    ("es:ESHttpDelete", "_all"),
    ("es:ESHttpDelete", "_all,_all"),
    ("es:ESHttpDelete", "_snapshot/all/everything"),
    ("es:ESHttpPut", "_cluster/settings"),
    ("es:ESHttpPut", "_settings"),
    ("es:ESHttpPut", "_all/_settings"),
    ("es:ESHttpPut", "_plugins/_security/api/rolesmapping/all_access"),
    ("es:ESHttpPut", "_opendistro/_security/api/rolesmapping/all_access"),
    ("es:ESHttpPost", "_all/_delete_by_query"),
    ("es:ESHttpPost", "_all/_update_by_query"),
    ("es:ESHttpPost", "_all/_close"),
    ("es:ESHttpPost", "_cluster/reroute"),
    ("es:ESHttpPost", "_snapshot/all/everything/_restore"),
    ("es:ESHttpPatch", "_plugins/_security/api/rolesmapping"),
    ("es:ESHttpPatch", "_opendistro/_security/api/rolesmapping"),
)
"""Requests that delete or change every index, or the cluster itself, or who may do so, as action and path."""
_READING = (("es:ESHttpGet", "_all/_search"), ("es:ESHttpPost", "_all/_search"))
"""Requests that read every index."""


def changing_all(target: Target, statement: Statement) -> str:
    """A request that changes everything in a domain, if an Allow lets it pass; empty otherwise."""
    return _first(target, statement, _CHANGING)


def reading_all(target: Target, statement: Statement) -> str:
    """A request that reads everything in a domain, if an Allow lets it pass; empty otherwise."""
    return _first(target, statement, _READING)


def method(action: str) -> str:
    """The method of requests that an action stands for."""
    return action.removeprefix("es:ESHttp").upper()


def _first(target: Target, statement: Statement, requests: tuple[tuple[str, str], ...]) -> str:
    acting = [(action, path) for action, path in requests if statement.effect == "Allow" and acts(statement, action)]
    if not acting:
        return ""
    # Most paths of a long list are single indexes, which none of these requests is about.
    named = {target.below(path) for _, path in acting}
    wide = tuple(each for each in statement.resources if has_wildcard(each) or each in named)
    if statement.resources and not wide:
        return ""
    narrowed = replace(statement, resources=wide)
    return next((f"{method(action)} /{path}" for action, path in acting if target.covers(narrowed, path)), "")
