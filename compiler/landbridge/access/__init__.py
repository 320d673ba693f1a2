"""Whose access differs between two Terraform models, by principal and resource, in canonical form."""

from landbridge.access.comparison import compare
from landbridge.access.model import Change, Holder, HolderChange
from landbridge.access.report import as_data, report
from landbridge.access.wording import value

__all__ = ["Change", "Holder", "HolderChange", "as_data", "compare", "report", "value"]
