"""Wide statements: each says why."""

from collections.abc import Iterator

from landbridge.areas.iam.rules import catalogue
from landbridge.areas.iam.rules.reading import Written, reading
from landbridge.areas.iam.rules.wording import GUIDE, listed
from landbridge.policy.document import Statement
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_LEAST = GUIDE + "best-practices.html#grant-least-privilege"
_TAG_KEY = "resourcetag/"


def _unreasoned(subject: Subject) -> Iterator[Written]:
    """The statements that allow something and give no reason; what only bounds grants nothing."""
    for written in reading(subject).written:
        if written.statement.effect == "Allow" and not written.statement.reason and written.kind != "boundary":
            yield written


def _wide_actions(subject: Subject) -> Iterator[Hit]:
    for written in _unreasoned(subject):
        wide = [(i, action) for i, action in enumerate(written.statement.actions) if has_wildcard(action)]
        if wide:
            index, first = wide[0]
            names = listed([action for _, action in wide])
            what = (
                "everything, administration included" if first in catalogue.EVERYTHING else "also what AWS adds later"
            )
            yield Hit(path=written.at("actions", index), message=f"{names} allows {what}, and no reason is given")


def _wide_resources(subject: Subject) -> Iterator[Hit]:
    read = reading(subject)
    named = (written for written in read.accesses if not written.statement.reason and written.kind != "boundary")
    for written in (*_unreasoned(subject), *named):
        statement = written.statement
        if not statement.actions or _is_pass_role(statement) or _is_told_by_tags(statement):
            continue
        for index, resource in enumerate(statement.resources):
            if _is_wide(statement, resource):
                yield Hit(
                    path=written.at("resources", index),
                    message=f"{shorten(resource)} {_what(resource)}, and no reason is given",
                )
                break


def _is_wide(statement: Statement, resource: str) -> bool:
    if resource == "*":
        return not all(catalogue.takes_no_resource(action) for action in statement.actions)
    return has_wildcard(resource) and any(catalogue.has_all(action, resource) for action in statement.actions)


def _what(resource: str) -> str:
    return "names every resource there is" if resource == "*" else "names every resource of its type, or nearly"


def _is_pass_role(statement: Statement) -> bool:
    """Passing roles has rules of its own, which no reason satisfies."""
    return all(action.lower() == "iam:passrole" for action in statement.actions)


def _is_told_by_tags(statement: Statement) -> bool:
    """Whether a tag, which the resources have to carry, says which are meant.

    A tag of the request says nothing of them: whoever asks chooses it.
    """
    return any(
        condition.key.lower().partition(":")[2].startswith(_TAG_KEY)
        and condition.operator.startswith(("StringEquals", "StringLike"))
        and not condition.operator.endswith("IfExists")
        and not any(map(has_wildcard, condition.values))
        for condition in statement.conditions
    )


def _inverted(subject: Subject) -> Iterator[Hit]:
    for written in _unreasoned(subject):
        for field, word in (("not_actions", "actions"), ("not_resources", "resources")):
            values = getattr(written.statement, field)
            if values:
                yield Hit(
                    path=(*written.statement.origin, field),
                    message=f"Allow with {field} allows all {word} but {listed(values)}, and no reason is given",
                    hint=(
                        f"list the {word} that are wanted, or deny these in a statement of their own; else say why"
                        " under reason:"
                    ),
                    at_key=True,
                )


RULES = (
    Rule(
        id="LB323",
        title="A wildcard in an action has a reason",
        why="A wildcard allows actions that nobody listed, and every action that AWS adds later.",
        fix="name the actions that are needed, use an access level, or say why under reason:",
        source=_LEAST,
        check=_wide_actions,
    ),
    Rule(
        id="LB324",
        title="A statement for all resources has a reason",
        why="Whoever has the statement works on all things in the account, also those of other projects. Actions that"
        ' take no resource may say "*", and so may a statement that a tag of the resource narrows. A pattern is wide'
        " where it leaves fewer than three letters and digits of the name.",
        fix="name the resources, e.g. by {stem}; narrow them by a tag; or say why under reason:",
        source=_LEAST,
        check=_wide_resources,
    ),
    Rule(
        id="LB325",
        title="Allow with not_actions or not_resources has a reason",
        why="It allows everything else: all services, IAM included, and whatever AWS adds later.",
        fix="list what is wanted, or say why under reason:",
        source=GUIDE + "reference_policies_elements_notaction.html",
        check=_inverted,
    ),
)
