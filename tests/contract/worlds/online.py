"""What the worlds at a provider have in common: accounts, places for tasks, and a look at what broke its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from connectors.registry import Context

ZONE = ZoneInfo("Europe/Madrid")


class Account(Protocol):
    """A user at a provider on this machine."""

    violations: list[str]

    @property
    def credential(self) -> str: ...


AnyAccount = TypeVar("AnyAccount", bound=Account)
AnyTasks = TypeVar("AnyTasks", bound=Any)


def context_of(user: Account, path: Path) -> Context:
    kept: dict[str, str] = {}
    return Context(
        account="despacho",
        state=path,
        credential=lambda name: kept.get(name, user.credential),
        zone=ZONE,
        keep=kept.__setitem__,
    )


class Opened(Generic[AnyAccount, AnyTasks]):
    """A place for tasks, opened as often as a test wants."""

    def __init__(self, user: AnyAccount, path: Path) -> None:
        self.user = user
        self.context = context_of(user, path)
        self._opened: list[AnyTasks] = []
        self.tasks = self.reopen()

    def open(self) -> AnyTasks:
        raise NotImplementedError

    def reopen(self) -> AnyTasks:
        self._opened.append(self.open())
        return self._opened[-1]

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        assert self.user.violations == []


@contextmanager
def world_of(path: Path, *, make: Callable[[Any, Path], Any], user: Callable[[], Account]) -> Iterator[Any]:
    world = make(user(), path)
    try:
        yield world
    finally:
        world.close()


def key_of(uid: str) -> str:
    """Give the key a UID was made from."""
    return uid.removesuffix("@prometido").replace("-", "/")
