"""What the tests of every room share."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.terraform.harness.fixtures"]

# What other modules inherit tests from shows both sides of an assertion, too.
pytest.register_assert_rewrite("tests.areas.rules")

# The machines that run the tests are shared and slow at times: a slow example is no failure. Nor is it one that the
# dice fell for many large or filtered examples in a row, as they do now and then for whole specs and files.
settings.register_profile(
    "landbridge",
    parent=settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.load_profile("landbridge")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep records of earlier compiles out of the tests, and records of the tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
