"""ARNs of things in the own partition, region and account, which may hold values that only Terraform knows."""

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.ir import Expr, Traversal


def own_arn(identity: Identity, service: str, *resource: str, region: bool = True, account: bool = True) -> Expr:
    """The ARN of something of one's own; the pieces of its resource may be values from outside.

    Without `region` or `account` that field is empty, as in the ARNs of buckets.
    """
    place = f"{identity.region if region else ''}:{identity.account_id if account else ''}"
    head = f"arn:{identity.partition}:{service}:{place}:"
    text = head + "".join(resource)
    if not any(isinstance(piece, Expr) for piece in resource):
        return expression(arn.express(text, identity))
    # The stand-in makes `head` an ARN that can be expressed, and goes again.
    *first, last = expression(arn.express(head + "-", identity)).parts
    parts: list[str | Traversal] = [*first, str(last)[:-1]]
    for piece in resource:
        parts += piece.parts if isinstance(piece, Expr) else (piece,)
    return Expr(text, *parts)


def expression(text: str) -> Expr:
    """A text as an expression, which it may be already."""
    return text if isinstance(text, Expr) else Expr(text, text)


def below(resource: str, path: str) -> Expr:
    """The ARN of what is below a resource, e.g. `…:domain/logs/*`."""
    whole = expression(resource)
    return Expr(f"{whole}/{path}", *whole.parts, f"/{path}", length=whole.length + len(path) + 1)
