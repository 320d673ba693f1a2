"""What a spec means for an account, and what an account means: two ways to one form, to be compared.

`read` reads the words of the spec and works out names, ARNs, trust and grants by itself. It uses nothing
of the compiler but its data (levels and tiers), so that an error in loading, lowering or rendering cannot
hide here. `from_account` takes the same form out of what an account was found to hold.
"""

from tests.terraform.meaning.decisions import allowed
from tests.terraform.meaning.form import Meaning, facts
from tests.terraform.meaning.found import from_account, operator_policies, with_words
from tests.terraform.meaning.network import Network
from tests.terraform.meaning.reading import Reading, read

__all__ = [
    "Meaning",
    "Network",
    "Reading",
    "allowed",
    "facts",
    "from_account",
    "operator_policies",
    "read",
    "with_words",
]
