"""What the twins of mail, calendar and tasks have in common: errors, ids, etags, and places of delta queries."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Mapping
from typing import Any

Query = Mapping[str, str]


class Refusal(Exception):
    """An error of Graph's."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Store:
    """Numbers every change, and forgets places when a test says so."""

    def __init__(self) -> None:
        self.ids = "AAkALg-{kind}_{number:06d}wIAAA="
        """What ids look like."""
        self.begins_empty = True
        """Whether the first page of every round is empty, as Graph's may be."""
        self._numbers = itertools.count(1)
        self._oldest = 0

    def number(self) -> int:
        """Give the number of the next change."""
        return next(self._numbers)

    def new_id(self, kind: str) -> str:
        """Make an id."""
        return self.ids.format(kind=kind, number=self.number())

    def forget_places(self) -> None:
        """Have every place given so far be unknown."""
        self._oldest = self.number()

    def place(self, **facts: Any) -> str:
        """Write a place."""
        text = json.dumps({**facts, "number": self.number()})
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def facts(self, place: str) -> dict[str, Any]:
        """Read a place. Raises Refusal for one that is unknown."""
        try:
            facts = dict(json.loads(base64.urlsafe_b64decode(place + "==")))
        except ValueError:
            raise Refusal(400, "SyncStateInvalid") from None
        if facts["number"] < self._oldest:
            raise Refusal(410, "SyncStateNotFound")
        return facts


def check_etag(if_match: str, there: Mapping[str, Any]) -> None:
    """Refuse a change to what has changed meanwhile."""
    if if_match not in {"", "*", there["@odata.etag"]}:
        raise Refusal(412, "ErrorIrresolvableConflict")


def only(item: Mapping[str, Any], query: Query) -> dict[str, Any]:
    """Leave of an item what was asked for, and what always comes."""
    fields = set(filter(None, query.get("$select", "").split(",")))
    return {
        name: value
        for name, value in item.items()
        if not name.startswith("_") and (not fields or name in fields or "@" in name or name == "id")
    }


def paged(items: list[Any], query: Query, link: str) -> dict[str, Any]:
    """Give a page of a list."""
    start, size = int(query.get("$skip", 0)), int(query.get("$top", 10))
    answer: dict[str, Any] = {"value": items[start : start + size]}
    if start + size < len(items):
        kept = "&".join(f"{name}={value}" for name, value in {**query, "$skip": str(start + size)}.items())
        answer["@odata.nextLink"] = f"{link}?{kept}".replace(" ", "%20")
    return answer
