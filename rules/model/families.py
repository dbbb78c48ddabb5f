"""Families of words that mean alike in business mail, so that what was learnt of one holds for the others.

They stand in ``families.json``, by language. A word that ends in "-" stands for all that begin so; the longest one
wins. Words are folded (no accents).
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources


@cache
def _index(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Give the family of whole words, and of beginnings."""
    families = json.loads((resources.files("rules.model") / "families.json").read_text("utf-8"))[language]
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for name, words in families.items():
        for word in words.split():
            if word.endswith("-"):
                begun.setdefault(word[:-1], name)
            else:
                whole.setdefault(word, name)
    return whole, begun


@lru_cache(maxsize=4096)
def family(word: str, language: str) -> str:
    """Name the family of a folded word; empty for a word of none."""
    whole, begun = _index(language)
    if word in whole:
        return whole[word]
    return next((begun[word[:size]] for size in range(len(word), 1, -1) if word[:size] in begun), "")
