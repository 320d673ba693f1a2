"""Actions that AWS does not have."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from landbridge.areas.iam.rules.catalogue import EVERYTHING
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import CHECKS, suggest
from landbridge.aws import actions as catalogue
from landbridge.policy.matching import has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

Problem = tuple[str, str]
"""What is wrong with an action, and what helps."""


def _hits(problem: Callable[[str], Problem | None]) -> Callable[[Subject], Iterator[Hit]]:
    """Make the check that looks for one kind of problem in every action that a statement names."""

    def check(subject: Subject) -> Iterator[Hit]:
        for written in reading(subject).written:
            for field in ("actions", "not_actions"):
                for index, action in enumerate(getattr(written.statement, field)):
                    if action not in EVERYTHING and (found := problem(action)):
                        yield Hit(path=written.at(field, index), message=found[0], hint=found[1])

    return check


@lru_cache(maxsize=4096)
def _service_problem(action: str) -> Problem | None:
    service, _, verb = action.partition(":")
    if not verb:
        return f"{shorten(action)} is no action", "write service:Action, e.g. s3:GetObject"
    if has_wildcard(service):
        hint = "AWS takes wildcards after the colon only; name each service"
        return f"{shorten(action)} has a wildcard in its service prefix", hint
    if catalogue.service_exists(service.lower()):
        return None
    near = catalogue.nearest_services(service) or catalogue.nearest_actions(action)
    hint = suggest(near, "the prefix is what the service's page in the Service Authorization Reference says")
    return f"AWS has no service with the prefix {shorten(service)}", hint


@lru_cache(maxsize=4096)
def _action_problem(action: str) -> Problem | None:
    if has_wildcard(action) or _service_problem(action) or catalogue.action(action):
        return None
    return f"{shorten(action)} is no action of {_service(action)}", _near(action)


@lru_cache(maxsize=4096)
def _pattern_problem(action: str) -> Problem | None:
    if not has_wildcard(action) or _service_problem(action) or catalogue.matching(action):
        return None
    return f"{shorten(action)} matches no action of {_service(action)}", _near(action.replace("*", "").replace("?", ""))


def _service(action: str) -> str:
    return action.partition(":")[0]


def _near(action: str) -> str:
    otherwise = f"see the actions of {_service(action)} in the Service Authorization Reference"
    return suggest(catalogue.nearest_actions(action), otherwise)


RULES = (
    Rule(
        id="LB320",
        title="The service of an action exists",
        why=(
            "IAM stores a policy with an unknown service prefix, or refuses it; either way it grants, and denies,"
            " nothing."
        ),
        fix="write the prefix that AWS's Service Authorization Reference gives",
        source=CHECKS,
        check=_hits(_service_problem),
    ),
    Rule(
        id="LB321",
        title="An action exists",
        why=(
            "IAM accepts an action that no service has. The grant is missing, and a Deny with a typing slip protects"
            " nothing."
        ),
        fix="write the action as AWS's Service Authorization Reference does",
        source=CHECKS,
        check=_hits(_action_problem),
    ),
    Rule(
        id="LB322",
        title="A pattern of actions matches some action",
        why=(
            "A pattern that matches nothing grants and denies nothing today, and something unforeseen when AWS adds"
            " actions."
        ),
        fix="correct the pattern, or remove it",
        source=CHECKS,
        check=_hits(_pattern_problem),
    ),
)
