"""What every test starts from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A command that runs within a test says what is logged, and would say it for all tests after it."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
