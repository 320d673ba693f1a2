"""Lowering of `mgn.agent_installers` and `mgn.operators`: customer-managed policies, and who has them."""

from collections.abc import Iterator
from typing import NamedTuple

from landbridge.areas.attached import Entry, Section, cut, policies, together
from landbridge.areas.mgn.operator_scope import OperatorScope
from landbridge.areas.mgn.person_policies import sections
from landbridge.areas.mgn.spec import Mgn
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.areas.scope import Scope
from landbridge.ir import Resource


class Kind(NamedTuple):
    """A kind of people: the field of the part, one of them, the end of their policies' names, and the file of these."""

    field: str
    word: str
    suffix: str
    file: str


INSTALLERS = Kind("agent_installers", "agent installer", "agents", "agent_installers.tf")
OPERATORS = Kind("operators", "operator", "", "operators.tf")
KINDS = (INSTALLERS, OPERATORS)


def entries(part: Mgn, kind: Kind) -> Iterator[tuple[Entry, AgentInstaller | MgnOperator]]:
    """What the policies of one kind of people are called and say of themselves, with what the spec says of each."""
    given: dict[str, AgentInstaller | MgnOperator] = getattr(part, kind.field)
    for key, holders in given.items():
        entry = Entry(
            path=("mgn", kind.field, key),
            given=holders,
            stem="-".join(filter(None, ("mgn", key, kind.suffix))),
            word=kind.suffix,
            reason=holders.reason or "",
            description=holders.description,
        )
        yield entry, holders


def people(scope: Scope, part: Mgn, kind: Kind) -> Iterator[Resource]:
    """The policies of one kind of people with their attachments."""
    for entry, holders in entries(part, kind):
        yield from policies(scope, entry, _cut(OperatorScope(scope, entry.path, part, holders)))


def _cut(who: OperatorScope) -> Iterator[Section]:
    """The policies of an entry; a section is cut only where it is too large alone."""
    for section in (each for some in sections(who) for each in together(some)):
        what = f"the policy of {who.path[-1]}"
        found = cut(who.scope, section, who.path, rule="LB819", what=what, hint="name fewer tag values")
        if found is None:  # the same tag values would make the next one too large, too
            return
        yield from found
