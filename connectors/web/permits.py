"""The lock on what may leave for a provider: a list of kinds of requests, by method, path and body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ID = r"[^/?#]+"
OURS = r"(?P<ours>[^/?#]+)"
DOTS = frozenset({".", ".."})


class NotAllowedError(AssertionError):
    """A request that must never leave; the program is at fault."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One kind of request that may leave. A path with ``OURS`` in it holds only for an id that is known to be ours."""

    method: str
    path: re.Pattern[str]
    suits: Callable[[Any], bool] | None = None
    """What its body must be like; without it there must be no body."""

    @classmethod
    def of(cls, method: str, path: str, suits: Callable[[Any], bool] | None = None) -> Permit:
        """Permit a method on a path, a pattern in which ``ID`` and ``OURS`` stand for one segment each."""
        return cls(method, re.compile(path.replace("OURS", OURS).replace("ID", ID)), suits)

    def covers(self, method: str, path: str, body: Any, ours: Collection[str] = ()) -> bool:
        """Whether a request is of this kind."""
        found = self.path.fullmatch(path)
        # Whoever carries a request takes dots in a path for directions (RFC 3986, 5.2.4).
        if method != self.method or found is None or DOTS & {*unquote(path).split("/")}:
            return False
        if "ours" in found.groupdict() and unquote(found["ours"]) not in ours:
            return False
        return body is None if self.suits is None else self.suits(body)
