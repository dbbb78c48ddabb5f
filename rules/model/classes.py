"""Classes of words that stand in like places, so that a word never met in training is read as its like.

They are Brown clusters (Brown et al., "Class-Based n-gram Models of Natural Language", 1992), learnt by others from
much text; :mod:`rules.model.gather_classes` takes those of the commonest words over from where they are published.
A class is a path in a binary tree, its first branch in the lowest bit: classes that share their first bits are alike.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE: Final = "classes.npz"
_WIDE: Final = 8
"""Branches that make a wide class."""


def class_of(word: str, language: str) -> int | None:
    """Give the class of a word as it is written, in lower case with its accents; none of a rare word."""
    words, classes = _index(language)
    key = crc32(word.encode())
    place = int(np.searchsorted(words, np.uint32(key)))
    return int(classes[place]) if place < len(words) and words[place] == key else None


def widened(found: int) -> int:
    """Give the wide class that a class belongs to."""
    return found & ((1 << _WIDE) - 1)


@cache
def _index(language: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give the numbers of all words, sorted, and the class of each."""
    packed = (resources.files("rules.model") / FILE).read_bytes()
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        return arrays[f"{language}_words"], arrays[f"{language}_classes"]
