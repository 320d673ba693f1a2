"""What every section of an operator's policy is written with."""

from dataclasses import dataclass

from landbridge.areas import operator_scope
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Operator, Sections


@dataclass(frozen=True, slots=True)
class OperatorScope(operator_scope.OperatorScope):
    """One operator of the spec, and statements for it in the own account and the operator's region."""

    part: Dms
    operator: Operator

    @property
    def sections(self) -> Sections:
        """Which sections the operator gets."""
        return self.operator.sections

    @property
    def all_regions(self) -> bool:
        """Whether the operator works in every region."""
        return bool(self.operator.all_regions)
