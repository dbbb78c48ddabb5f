"""What every test of the shell starts from."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a parallel test run is told the width of somebody else's terminal."""
    monkeypatch.delenv("COLUMNS", raising=False)
