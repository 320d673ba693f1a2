"""Work that goes on beside the tests, because it mostly waits."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from tests.terraform.harness.lab import Lab

_T = TypeVar("_T")


@contextmanager
def beside(lab: Lab, work: Callable[[Lab], _T]) -> Iterator[Future[_T]]:
    """Run work that has a laboratory to itself.

    At the end the laboratory is closed, and work that nobody waited for fails for want of it.

    Args:
        lab: the laboratory.
        work: what to do with it.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield pool.submit(work, lab)
        finally:
            lab.close()
    # Until it noticed, the work may have started something again.
    lab.close()
