"""Requests that name indexes in their body, which a policy does not see: whom it lets send one, it lets reach any."""

from typing import NamedTuple

from landbridge.areas.opensearch.rules.reading import Target, acts
from landbridge.areas.opensearch.rules.requests import method
from landbridge.policy.document import Statement
from landbridge.policy.matching import covers

_GET_POST = ("es:ESHttpGet", "es:ESHttpPost")


class InBody(NamedTuple):
    """A request that passes.

    Attributes:
        resource: the index of the one which lets it pass.
        request: its method and path.
        explicit: whether the domain refuses it where rest.action.multi.allow_explicit_index is false.
    """

    resource: int
    request: str
    explicit: bool


_EXPLICIT = (
    ("_bulk", ("es:ESHttpPost", "es:ESHttpPut")),
    ("_mget", _GET_POST),
    ("_msearch", _GET_POST),
    ("_msearch/template", _GET_POST),
)
"""APIs, below an index as well, and their methods. The setting is about these.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html#ac-advanced for all but the last, and
https://docs.opensearch.org/docs/latest/api-reference/msearch-template for that, which is parsed as _msearch is.
"""
_VECTORS = (("_mtermvectors", _GET_POST),)
"""The one such API that the setting is not about.

https://www.elastic.co/guide/en/elasticsearch/reference/7.x/docs-multi-termvectors.html; OpenSearch has it from there,
and its handler, RestMultiTermVectorsAction, does not read the setting.
"""
_OF_CLUSTER = (
    ("_reindex", ("es:ESHttpPost",)),
    ("_aliases", ("es:ESHttpPost",)),
    ("_plugins/_sql", ("es:ESHttpPost",)),
    ("_plugins/_ppl", ("es:ESHttpPost",)),
    ("_opendistro/_sql", ("es:ESHttpPost",)),
)
"""APIs below no index, to which a path of the body is nothing explicit but all there is: the setting is not about them.

https://docs.opensearch.org/latest/api-reference/document-apis/reindex (a source and a destination),
https://docs.opensearch.org/docs/2.1/api-reference/alias (remove_index deletes one),
https://docs.opensearch.org/latest/sql-and-ppl/sql/index and
https://docs.opensearch.org/1.1/search-plugins/ppl/endpoint (queries name indexes), and the former path of the first:
https://opendistro.github.io/for-elasticsearch-docs/old/1.11.0/docs/sql/
"""


def in_body(target: Target, statement: Statement) -> InBody | None:
    """A request by which an Allow for some indexes reaches others, as far as the domain does not refuse it."""
    apis = ((*_EXPLICIT, *_VECTORS) if target.explicit_index else ()) + _OF_CLUSTER
    return _passing(target, statement, apis)


def around_setting(target: Target, statement: Statement) -> InBody | None:
    """One that the domain does not refuse either where it refuses the others."""
    return None if target.explicit_index else _passing(target, statement, _VECTORS)


def _passing(target: Target, statement: Statement, apis: tuple[tuple[str, tuple[str, ...]], ...]) -> InBody | None:
    if statement.effect != "Allow" or target.fine_grained or target.covers(statement, "*"):
        return None
    paths = list(target.paths(statement))
    for api, methods in apis:
        action = next((each for each in methods if acts(statement, each)), None)
        for index, path in paths if action else ():
            own = _own(path.partition("/")[0], api)
            if covers(str(statement.resources[index]), target.below(own)):
                return InBody(index, f"{method(str(action))} /{own}", any(api == each for each, _ in _EXPLICIT))
    return None


def _own(name: str, api: str) -> str:
    """The path of an API below an index that a name fits, or below none."""
    if name.startswith("_") or not name or any(api == each for each, _ in _OF_CLUSTER):
        return api
    return f"{name.replace('*', '').replace('?', 'x') or 'orders'}/{api}"
