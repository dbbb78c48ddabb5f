"""Lists that come page by page: read to their end, and never round in circles."""

from __future__ import annotations

from connectors.errors import Transient


class Trail:
    """The pages a list has led to so far. A server at fault may name one again, and would keep us for ever."""

    def __init__(self, doing: str, provider: str) -> None:
        """Have seen none yet. ``doing`` and ``provider`` are for the error."""
        self._text = f"{doing}: {provider}'s answer leads round in circles"
        self._seen: set[int] = set()

    def go_on(self, place: str) -> str:
        """Go on to a page, and return its name. Raises Transient for one that was read already."""
        known = hash(place)
        if known in self._seen:
            raise Transient(self._text)
        self._seen.add(known)
        return place
