"""At most four requests at a time, as Outlook wants it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_A_TIME = 4
"""Requests Outlook serves to one app at a time; more are refused (Microsoft Graph, "Throttling limits")."""


class Lanes:
    """Lets so many requests of one app under way, whichever account asks; the parts of a batch are requests too."""

    def __init__(self, number: int = AT_A_TIME) -> None:
        """Have all lanes free."""
        self._number = self._free = number
        self._changed = threading.Condition()

    @contextmanager
    def take(self, wanted: int) -> Iterator[None]:
        """Hold some lanes, or all where more are wanted than there are."""
        wanted = min(wanted, self._number)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= wanted)
            self._free -= wanted
        try:
            yield
        finally:
            with self._changed:
                self._free += wanted
                self._changed.notify_all()
