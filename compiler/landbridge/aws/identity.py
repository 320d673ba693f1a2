"""Which account a spec is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The partition (`aws`), account (twelve digits) and region (`us-west-1`) that the output is for."""

    partition: str
    account_id: str
    region: str
