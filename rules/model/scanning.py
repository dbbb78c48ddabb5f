"""Scanning: the log-odds of every clause of a message, with what sentences gave before remembered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.language.spotting import parse
from rules.model import sheet
from rules.model.strip import once, strip_of
from rules.model.times import times_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.grammar.clause import Context
    from rules.language.matching import Matter
    from rules.model.strip import Near, Unit
    from rules.model.times import Time
    from rules.model.weights import Odds, Weights
    from rules.reading.reading import Reading

_REMEMBERED: Final = 512
"""Sentences whose sums are kept: greetings, footers and what a firm always says. The rest is not said twice, and would
fill the memory of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Digest:
    """What the weights make of a sentence by itself, and of what it gives to parts that others give to as well."""

    units: tuple[Unit, ...]
    own: NDArray[np.float64]
    """What the words and the frame of each unit say, one row a unit."""
    near: Near
    contexts: NDArray[np.int32]
    """Sums of what it gives to the context of each unit, one row a unit."""
    context_sizes: NDArray[np.int64]
    others: NDArray[np.int32]
    """Sums of what it gives to itself, the sentence after it and the one before it, a row each."""


class Scanner:
    """Reads messages by one set of weights."""

    def __init__(self, weights: Weights) -> None:
        """Scan by these weights."""
        self._weights = weights
        self._nothing = weights.table[0].astype(np.int32)
        self._place = lru_cache(maxsize=_REMEMBERED)(self._placed)
        self._digest = lru_cache(maxsize=_REMEMBERED)(self._digested)

    def scan(self, matter: Matter) -> tuple[tuple[Unit, ...], Odds]:
        """Give the units of a message, and its log-odds.

        They are those that :meth:`rules.model.weights.Weights.odds` finds on its whole sheet, to the last bit.
        """
        reading, weights = matter.reading, self._weights
        side = sheet.side_of(reading)
        digests = [
            self._digest(
                reading.language,
                side,
                sentence.text,
                sentence.folded,
                matter.context(sentence),
                times_of(matter.deadlines(sentence)),
            )
            for sentence in reading.sentences
        ]
        units = sheet.units_of(reading, [digest.units for digest in digests])
        count = len(units)
        sums, sizes = self._nearby(reading, digests)
        message = sheet.whole(reading, [digest.near for digest in digests])
        sums = np.concatenate([sums, weights.added(message)[None]])
        sizes = np.append(sizes, len(message))
        parts = sums * sheet.nearby_scales(sizes, count)[:, None]
        own = np.concatenate([digest.own for digest in digests])
        around = parts[:count] + parts[[count + unit.sentence for unit in units]]
        return units, weights.odds_of(own, around, parts[-1])

    def _nearby(self, reading: Reading, digests: Sequence[_Digest]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Give sums and sizes of the parts that :func:`rules.model.sheet.nearby` numbers.

        What is said twice in a part counts once. Two sentences hardly ever give a part the same feature; where none
        does, the sums are those of what each gives.
        """
        firsts = list(accumulate((len(digest.units) for digest in digests), initial=0))
        stands = sheet.stands_of(reading)
        near = [digest.near for digest in digests]
        given = sheet.nearby(near, firsts, stands)
        keys = once(given.copy())
        if len(keys) < len(given):
            return self._weights.sums(keys)
        places = [self._place(stand) for stand in stands]
        contexts = [digest.contexts + sums for digest, (sums, _) in zip(digests, places, strict=True)]
        sizes = [digest.context_sizes + size for digest, (_, size) in zip(digests, places, strict=True)]
        others = np.stack([digest.others for digest in digests])
        sentences = others[:, 0] + self._nothing
        sentences[1:] += others[:-1, 1]
        sentences[:-1] += others[1:, 2]
        lengths = [len(each.sentence) + 1 for each in near]
        for place, (each, after) in enumerate(pairwise(near)):
            lengths[place] += len(after.preceding)
            lengths[place + 1] += len(each.following)
        return np.concatenate([*contexts, sentences]), np.concatenate([*sizes, lengths])

    def _placed(self, stand: sheet.Stand) -> tuple[NDArray[np.int32], int]:
        """Give sum and size of what a place in a message, and the feature 0, add to a context."""
        keys = sheet.keys_of_stand(stand)
        return self._weights.added(keys) + self._nothing, len(keys) + 1

    def _digested(
        self, language: str, side: str, text: str, folded: str, context: Context, times: tuple[Time, ...]
    ) -> _Digest:
        strip = strip_of(language, side, text, folded, parse(language, text, folded, context), times)
        weights, near = self._weights, strip.near
        sums, sizes = weights.sums(strip.own)
        parts = sums * sheet.own_scales(sizes)[:, None]
        contexts, context_sizes = weights.sums(near.contexts)
        return _Digest(
            units=strip.units,
            own=parts[::2] + parts[1::2],
            near=near,
            contexts=contexts,
            context_sizes=context_sizes,
            others=np.stack([weights.added(keys) for keys in (near.sentence, near.following, near.preceding)]),
        )
