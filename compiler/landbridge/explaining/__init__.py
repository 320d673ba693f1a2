"""Whether what a spec compiles to lets somebody do something: the model's policies for one request, and the answer."""

from landbridge.explaining.explain import Explanation, explain
from landbridge.explaining.question import Unclear, question
from landbridge.explaining.report import as_data, report

__all__ = ["Explanation", "Unclear", "as_data", "explain", "question", "report"]
