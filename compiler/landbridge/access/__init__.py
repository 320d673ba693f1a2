"""Whose access differs between two Terraform models, by principal and by statement in canonical form."""

from landbridge.access.comparison import Change, PrincipalChange, compare
from landbridge.access.report import as_data, report
from landbridge.access.wording import value

__all__ = ["Change", "PrincipalChange", "as_data", "compare", "report", "value"]
