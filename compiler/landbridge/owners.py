"""Owners: what an account has once, and only one spec can make."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from landbridge.findings import Finding, dotted
from landbridge.ir import Resource, Root
from landbridge.placing import located
from landbridge.source.nodes import Document

_NAMED_BY_NAMING = frozenset({"aws_iam_group", "aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile"})


class Analysed(Protocol):
    """What is asked here of an analysed spec: its model, which is None where it has errors, and its document."""

    @property
    def root(self) -> Root | None:
        """The Terraform model."""

    @property
    def document(self) -> Document | None:
        """What was read."""


def one_account(specs: Sequence[Analysed]) -> dict[int, list[Finding]]:
    """Names that two specs of one account both own: the second apply would fail, or take the other's over.

    Returns:
        Findings by the index of the spec that they stand in.
    """
    owners: dict[tuple[str, ...], int] = {}
    shared: dict[tuple[int, int], list[Resource]] = {}
    for index, root in enumerate(spec.root for spec in specs):
        if root is not None:
            for resource in (resource for module in root.modules for resource in module.resources):
                if (name := resource.account_wide_name) is not None:
                    where = (root.account_id, root.region if resource.regional else "")
                    first = owners.setdefault((*where, resource.name_of or resource.type, name.lower()), index)
                    if first != index:
                        shared.setdefault((index, first), []).append(resource)
    found: dict[int, list[Finding]] = {}
    for (index, first), resources in shared.items():
        document, other = specs[index].document, specs[first].document
        if document is not None and other is not None:
            found.setdefault(index, []).append(located(_owned_twice(resources, other.own_file), document))
    return found


def _owned_twice(resources: list[Resource], other: str) -> Finding:
    names = [f"{resource.name_of or resource.type} {resource.account_wide_name}" for resource in resources[:3]]
    more = f" and {len(resources) - 3} more" if len(resources) > 3 else ""
    return Finding(
        "LB112",
        f"{', '.join(names)}{more}: {other} owns {'them' if len(resources) > 1 else 'it'} already, in the same account",
        "; ".join(_ways_out(resources)),
        path=resources[0].origin,
        at_key=True,
    )


def _ways_out(resources: list[Resource]) -> Iterator[str]:
    """What can be done about things that two specs own: not all of them have a name that could be another one."""
    from landbridge.spec.fields import options_at  # costs time that only specs with errors need

    chosen = [resource.origin for resource in resources if "reference" in options_at(resource.origin)]
    if chosen:
        yield f"let one of the specs own it, and write {dotted(chosen[0])}: reference in the others"
    shared = {resource.origin: resource.sharing for resource in resources if resource.sharing}
    yield from sorted(set(shared.values()))
    if len({*chosen, *shared}) < len(resources):
        yield "let one of the specs own it and the others refer to it"
    named = [resource for resource in resources if resource.origin not in chosen]
    if named and all(resource.type in _NAMED_BY_NAMING for resource in named):
        yield "a name in IAM can also get the region, by naming"
