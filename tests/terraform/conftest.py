"""What is begun before the first test of this room, because it mostly waits."""

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.terraform.harness import Lab
from tests.terraform.harness.beside import beside
from tests.terraform.harness.lab import find_terraform
from tests.terraform.taken import Taken, take_over
from tests.terraform.takeovers import Takeover, go_round
from tests.terraform.teardowns import Teardown, go_and_come_back


@pytest.fixture(scope="session")
def takeover_begun(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[Takeover]]:
    """The circle of `takeovers`, which goes on beside the tests, in accounts of its own."""
    folder = tmp_path_factory.mktemp("takeover")
    with beside(session_lab.apart("takeover"), lambda lab: go_round(lab, folder)) as begun:
        yield begun


@pytest.fixture(scope="session")
def taken(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    """An old root that a new one has imported, in an account of its own that stays as it is."""
    lab = session_lab.apart("handover")
    try:
        yield take_over(lab, tmp_path_factory.mktemp("handover"))
    finally:
        lab.close()


@pytest.fixture(scope="session")
def teardown_begun(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[Teardown]]:
    """The way of `teardowns` there and back, which goes on beside the tests, in an account of its own."""
    folder = tmp_path_factory.mktemp("teardown")
    with beside(session_lab.apart("teardown"), lambda lab: go_and_come_back(lab, folder)) as begun:
        yield begun


@pytest.fixture(scope="session", autouse=True)
def begin_early(request: pytest.FixtureRequest) -> None:
    """Begin what tests of this session will ask for."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    for name in ("takeover_begun", "teardown_begun"):
        if name in asked and find_terraform():
            request.getfixturevalue(name)
