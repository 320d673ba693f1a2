"""Lowering of `dms.operators`: one customer-managed policy for each, and who has it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from landbridge.areas.attached import Entry, Section, cut, policies, together
from landbridge.areas.dms.operator_scope import OperatorScope
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.user_policy import console_statements, dms_statements
from landbridge.areas.scope import Scope
from landbridge.ir import Resource
from landbridge.policy.canonical import canonical
from landbridge.policy.document import Statement


def operators(scope: Scope, part: Dms) -> Iterator[Resource]:
    """The policies of all operators with their attachments; the reasons of what is wide stand above each."""
    for key, operator in part.operators.items():
        of_operator = entry(key, operator)
        yield from policies(scope, of_operator, _sections(OperatorScope(scope, of_operator.path, part, operator)))


def entry(key: str, operator: Operator) -> Entry:
    """What the policies of an operator are called, and what they say of themselves."""
    return Entry(
        path=("dms", "operators", key),
        given=operator,
        stem=f"dms-{key}",
        reason=operator.all_regions or "",
        description=operator.description,
    )


def _sections(who: OperatorScope) -> Iterator[Section]:
    """One policy while all fits, else one for DMS and one beside; each is cut only where it is too large alone."""
    dms = Section("", tuple(_distinct(dms_statements(who))))
    for section in together((dms, Section("console", tuple(console_statements(who))))):
        what, hint = f"the policy of {who.path[-1]}", "name fewer tag values, or fewer networks"
        yield from cut(who.scope, section, who.path, rule="LB219", what=what, hint=hint) or ()


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Take the Sid from a statement where an earlier one about something else has it: their hashes begin alike."""
    taken: dict[str, Statement] = {}
    for statement in statements:
        about = replace(canonical(statement, action_names=False), actions=())
        yield statement if taken.setdefault(statement.sid, about) == about else replace(statement, sid="")
