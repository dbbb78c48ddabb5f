"""``python -m rules.model.gather_classes FOLDER``: take the classes of common words over from spaCy's lookups data.

FOLDER is the ``data`` folder of the package ``spacy-lookups-data`` (MIT licence, Explosion AI), which is needed for
nothing else: install it where you like. The same release gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from rules.model.classes import FILE
from rules.model.kinds import LANGUAGES
from rules.model.weights import archive

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORDS: Final = 60_000
"""The commonest words of each language; rarer ones are often names, and their classes chance."""
_UNKNOWN: Final = 1 << 19
"""A class from here on stands for no place in the tree."""


def gather(folder: Path) -> bytes:
    """Pack the classes of the commonest words in lower case. Raises OSError where a file is missing."""
    arrays: dict[str, NDArray[Any]] = {}
    for language in LANGUAGES:
        classes, likely = (
            json.loads(gzip.decompress((folder / f"{language}_lexeme_{what}.json.gz").read_bytes()))
            for what in ("cluster", "prob")
        )
        words = [word for word, found in classes.items() if word.isalpha() and word.islower() and found < _UNKNOWN]
        words.sort(key=lambda word: -likely.get(word, -np.inf))
        known = {crc32(word.encode()): classes[word] for word in reversed(words[:_WORDS])}
        numbers = sorted(known)
        arrays[f"{language}_words"] = np.array(numbers, np.uint32)
        arrays[f"{language}_classes"] = np.array([known[each] for each in numbers], np.uint32)
    return archive(arrays)


if __name__ == "__main__":
    packed = gather(Path(sys.argv[1]))
    Path(__file__).with_name(FILE).write_bytes(packed)
    sys.stdout.write(f"{FILE}: {len(packed)} bytes\n")
