"""Every world of :mod:`tests.contract.worlds`, one parameter each."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.worlds.base import CalendarWorld, MailWorld, TaskWorld

MODULES = [
    importlib.import_module(f"tests.contract.worlds.{path.stem}")
    for path in sorted((Path(__file__).parent / "worlds").glob("*.py"))
]
WORLDS = {
    kind: {name: factory for module in MODULES for name, factory in getattr(module, kind, {}).items()}
    for kind in ("MAIL", "TASKS", "CALENDARS")
}


@pytest.fixture(params=sorted(WORLDS["MAIL"]))
def mail(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailWorld]:
    with WORLDS["MAIL"][request.param](tmp_path) as world:
        yield world


@pytest.fixture(params=sorted(WORLDS["TASKS"]))
def tasks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TaskWorld]:
    with WORLDS["TASKS"][request.param](tmp_path) as world:
        yield world


@pytest.fixture(params=sorted(WORLDS["CALENDARS"]))
def calendar(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CalendarWorld]:
    with WORLDS["CALENDARS"][request.param](tmp_path) as world:
        yield world
