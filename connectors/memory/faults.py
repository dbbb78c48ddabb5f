"""Faults on demand: the next call of an operation fails, before it was executed or after."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.errors import ConnectorError


class Fault(NamedTuple):
    """An error, and whether the operation was executed before its answer was lost."""

    error: ConnectorError
    executed: bool


class Faults:
    """The faults that are still to happen, and the calls that were made.

    Operations are named after the methods of :mod:`connectors.protocols`: ``"create_draft"``, ``"read"``, ….
    """

    def __init__(self) -> None:
        """Let everything work."""
        self._waiting: dict[str, deque[Fault]] = {}
        self.calls: list[str] = []
        """Every operation that was asked for, in order."""

    def fail_next(self, operation: str, error: ConnectorError, *, executed: bool = False) -> None:
        """Make the next call of an operation raise ``error``; one that is ``executed`` has had its effect."""
        self._waiting.setdefault(operation, deque()).append(Fault(error, executed))

    @contextmanager
    def around(self, operation: str) -> Iterator[None]:
        """Let the operation in the body happen, or not, as was asked for."""
        self.calls.append(operation)
        waiting = self._waiting.get(operation)
        fault = waiting.popleft() if waiting else None
        if fault and not fault.executed:
            raise fault.error
        yield
        if fault:
            raise fault.error
