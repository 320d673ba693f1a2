"""A domain to run scripts against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.areas.opensearch.role_mapping_runs import Desk, as_found, desk
from tests.areas.opensearch.security_api import SecurityApi, serving


@pytest.fixture
def api() -> Iterator[SecurityApi]:
    """The security API of a domain that people use already."""
    with serving(SecurityApi(as_found(), roles=("own_role",))) as api:
        yield api


@pytest.fixture
def at_desk(tmp_path: Path, api: SecurityApi) -> Desk:
    """The script of the usual spec, and that domain."""
    return desk(tmp_path, api)
