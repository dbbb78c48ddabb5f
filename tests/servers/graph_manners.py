"""Graph in other manners: what may be missing, come besides, or be cut otherwise, and is right all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Asked = tuple[dict[str, str], dict[str, str]]
ETAGS = {"@odata.etag", "changeKey"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a server takes query and headers, and tells what it has."""

    takes: Callable[[dict[str, str], dict[str, str]], Asked] = lambda query, headers: (query, headers)
    tells: Callable[[Any], Any] = lambda said: said
    ids: str = "AAkALg-{kind}_{number:06d}wIAAA="
    """Ids with all the characters Graph's have."""


def _told_all(query: dict[str, str], headers: dict[str, str]) -> Asked:
    """Tell whole items, in pages of its own size."""
    prefer = re.sub(r"odata\.maxpagesize=\d+", "odata.maxpagesize=1000", headers.get("prefer", ""))
    return {name: value for name, value in query.items() if name != "$select"}, {**headers, "prefer": prefer}


def _more(said: Any) -> Any:
    if isinstance(said, dict):
        known = {name: _more(value) for name, value in reversed(said.items())}
        if known.get("contentType") in {"text", "html"}:
            known["contentType"] = known["contentType"].upper()
        return {"@odata.context": "https://graph.example/v1.0/$metadata", **known, "nobodyKnows": {"this": [1]}}
    return [_more(one) for one in said] if isinstance(said, list) else said


def _told_in_small_pages(query: dict[str, str], headers: dict[str, str]) -> Asked:
    prefer = re.sub(r"odata\.maxpagesize=\d+", "odata.maxpagesize=7", headers.get("prefer", ""))
    return {**query, **({"$top": "3"} if "$top" in query else {})}, {**headers, "prefer": prefer}


def _less(said: Any) -> Any:
    """Leave out what says nothing, what tells versions apart, and where a message is."""
    if isinstance(said, dict):
        kept = {name: _less(value) for name, value in said.items() if name not in {*ETAGS, "parentFolderId"}}
        bare = {name: value for name, value in kept.items() if value not in (None, False, [], "") or name == "isRead"}
        if "value" in said and isinstance(said["value"], list):
            return {"value": kept["value"], "@odata.nextLink": None, **bare}
        return bare
    return [_less(one) for one in said] if isinstance(said, list) else said


PLAIN = Manner()
GENEROUS = Manner(takes=_told_all, tells=_more, ids="AQMk/{kind}+{number}%20'&=")
SPARSE = Manner(takes=_told_in_small_pages, tells=_less, ids="{number}")
