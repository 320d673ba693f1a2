"""What `may`, `indexes` and `apis` mean: HTTP methods, and the paths of requests.

The service decides by method and path alone: an action stands for a method, and a resource for a path.
Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
"""

from collections.abc import Iterator, Sequence

from landbridge.areas.opensearch.spec import May

METHODS: dict[May, tuple[str, ...]] = {
    "read": ("es:ESHttpGet", "es:ESHttpHead"),
    "search": ("es:ESHttpGet", "es:ESHttpPost"),
    "write": ("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"),
    "power": ("es:ESHttpGet", "es:ESHttpPut"),
    "administer": ("es:ESHttp*",),
}
DATA_ACTIONS = (
    *("es:ESHttpDelete", "es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut"),
    "es:ESCrossClusterGet",
)
"""The actions of the data plane: all that a domain's policy decides.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonopensearchservice.html
"""
CROSS_CLUSTER = "es:ESCrossClusterGet"
"""The one of them that is about the domain itself.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cross-cluster-search.html
"""
# Not _msearch: its body may name other indexes than its path.
_SEARCHES = ("_count", "_search")


def paths(may: May | None, indexes: Sequence[str], apis: Sequence[str]) -> tuple[str, ...]:
    """The paths of requests that are meant, without the slash in front."""
    wanted = tuple(apis) or (_SEARCHES if may == "search" else ())
    if not indexes:
        return tuple(_whole(apis, wanted))
    return tuple(path for index in indexes for path in _of_index(index, wanted))


def _whole(apis: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    yield from wanted or ("*",)
    if wanted and not apis:
        yield from (f"*/{api}" for api in wanted)


def _of_index(index: str, apis: Sequence[str]) -> Iterator[str]:
    """An index is its own path and all below it: who may do what with one, may do it with the other."""
    if apis:
        yield from (f"{index}/{api}" for api in apis)
        return
    yield index
    if not index.endswith("*"):  # which covers what is below it, too
        yield f"{index}/*"
