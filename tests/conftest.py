"""What the tests of every room share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

pytest_plugins = ["tests.terraform.harness.fixtures"]

# What other modules inherit tests from shows both sides of an assertion, too.
pytest.register_assert_rewrite("tests.areas.rules")

# The machines that run the tests are shared and slow at times: a slow example is no failure.
settings.register_profile("landbridge", parent=settings(), deadline=None)
settings.load_profile("landbridge")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep records of earlier compiles out of the tests, and records of the tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
