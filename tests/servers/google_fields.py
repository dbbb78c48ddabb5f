"""Partial answers, as the ``fields`` parameter asks for them."""

from __future__ import annotations

import re
from typing import Any

WORD = re.compile(r"[\w*]+|[(),/]")


def pick(said: Any, fields: str) -> Any:
    """Leave of an answer what was asked for. Raises ValueError for a selector that is none."""
    words = WORD.findall(fields)
    if "".join(words) != fields:
        raise ValueError(fields)
    wanted, rest = _read(words)
    if rest:
        raise ValueError(fields)
    return _pick(said, wanted)


def _read(words: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Read ``a,b/c,d(e,f)`` up to the bracket that closes it."""
    wanted: dict[str, Any] = {}
    while words and words[0] != ")":
        name, words = words[0], words[1:]
        inner: dict[str, Any] = {}
        place = wanted.setdefault(name, inner)
        while words and words[0] == "/":
            place = place.setdefault(words[1], {})
            words = words[2:]
        if words and words[0] == "(":
            found, words = _read(words[1:])
            place.update(found)
            words = words[1:]
        if words and words[0] == ",":
            words = words[1:]
    return wanted, words


def _pick(said: Any, wanted: dict[str, Any]) -> Any:
    if isinstance(said, list):
        return [_pick(one, wanted) for one in said]
    if not wanted or not isinstance(said, dict):
        return said
    return {name: _pick(said[name], inner) for name, inner in wanted.items() if name in said}
