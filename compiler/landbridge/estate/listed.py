"""What `terraform state list` prints: addresses, for whoever may not read the state itself."""

from landbridge.estate import addresses
from landbridge.estate.gathering import Gathering
from landbridge.estate.inventory import Source


def is_list(text: str) -> bool:
    """Tell whether a text begins as a list of addresses does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return addresses.parse(first.strip()) is not None


def read(text: str, gathering: Gathering) -> Source:
    """Read a list of addresses. A line that is none goes to `gathering`, by its number and not in its words."""
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip(" \t\r")
        if not stripped:
            continue
        address = addresses.parse(stripped)
        if address is None:
            hint = "give the output of `terraform state list` as it is, without what stands around it"
            gathering.report("LB032", "this line is no address of a resource or data source", hint, line=number)
        elif stripped in seen:  # a list says no more by saying it again
            continue
        elif address.mode == "data":
            gathering.data(address, line=number)
        else:
            gathering.take(address, {}, line=number)
        seen.add(stripped)
    return gathering.source("list")
