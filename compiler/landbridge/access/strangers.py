"""To whom outside the own account something opens: what a reviewer must not overlook."""

from collections.abc import Iterable, Iterator

from landbridge.access.reach import Addresses, Rule
from landbridge.policy.callers import ACCOUNT_KEYS, account_of, says_whence, says_who
from landbridge.policy.document import Statement

EVERYBODY = "everybody"

_WIDEST = {4: 2**24, 6: 2**112}
"""How many addresses, by IP version, somebody has at most: a /8, a /16."""

_PRIVATE = Addresses(6, 0xFC << 120, (0xFE << 120) - 1)
"""fc00::/7, which leads nowhere on the internet, so that a rule can name any number of its addresses."""


def among_statements(statements: Iterable[Statement], own: str) -> Iterator[str]:
    """Other accounts that Allow statements name, and everybody where nothing says who may call."""
    for statement in statements:
        if statement.effect != "Allow":
            continue
        names = [name for principal in statement.principals for name in _names(principal.type, principal.values)]
        if "*" in names or statement.not_principals:
            callers = [condition for condition in statement.conditions if says_who(condition) or says_whence(condition)]
            by_account = [each for each in callers if each.key.lower() in ACCOUNT_KEYS]
            names += [value for condition in by_account for value in condition.values]
            yield from () if callers else (EVERYBODY,)
        yield from among_names(names, own)


def among_rules(rules: Iterable[Rule], own: str) -> Iterator[str]:
    """Groups of other accounts, and address ranges that are nobody's, from where connections are let in."""
    for rule in rules:
        if rule.direction != "ingress":
            continue
        if rule.addresses is not None:
            yield from (rule.side,) if _is_of_many(rule.addresses) else ()
        else:
            yield from among_names([rule.side], own)


def _is_of_many(addresses: Addresses) -> bool:
    version, first, last = addresses
    private = version == _PRIVATE.version and _PRIVATE.first <= first and last <= _PRIVATE.last
    return last - first >= _WIDEST[version] and not private


def _names(type_: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return () if type_ == "Service" else values


def among_names(names: Iterable[str], own: str) -> Iterator[str]:
    """Other accounts that names of principals and groups are of."""
    for name in names:
        account = account_of(name)
        if account and account != own:
            yield f"account {account}"
