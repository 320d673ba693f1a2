"""What the areas of a spec may name of each other, as seen from one module."""

from collections.abc import Iterator, Mapping

from landbridge.ir import Expr, Traversal


class References(Mapping[str, Expr]):
    """What may stand in `{kind:key}`, e.g. "role:etl" or "key:storage", with the expression that it becomes.

    Args:
        home: the module that the expressions are for; what stands in another one is read through that module.
        by_module: what each module has, as it is written there.
    """

    def __init__(self, home: str, by_module: Mapping[str, Mapping[str, Expr]]) -> None:
        self._home = home
        self._by_module = by_module

    def __getitem__(self, name: str) -> Expr:
        for module, found in self._by_module.items():
            if (expression := found.get(name)) is not None:
                return expression if module == self._home else elsewhere(module, expression)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for found in self._by_module.values():
            yield from found

    def __len__(self) -> int:
        return sum(map(len, self._by_module.values()))


def elsewhere(module: str, expression: Expr) -> Expr:
    """Write an expression of one module so that another module can hold it: wiring makes a variable of it."""
    parts = (
        Traversal(f"module.{module}.{part}") if isinstance(part, Traversal) and part.resource else part
        for part in expression.parts
    )
    return Expr(str(expression), *parts, fallback=expression.fallback, length=expression.length)
