"""Traits: what the judge weighs of a candidate, in numbers of about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from rules.model.kinds import KINDS
from rules.signals import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.model.candidates import Candidate
    from rules.model.strip import Unit
    from rules.model.weights import Odds
    from rules.reading.reading import Reading

    Numbers = NDArray[np.float64]

TRAITS: Final = (
    "sure rule",
    "likely rule",
    "maybe rule",
    "under another kind's rule",
    "model of a rule's",
    "model alone",
    "strong model",
    "beside a rule's",
    "model beside a rule's",
    "rule elsewhere",
    "rule on a short place",
    "weaker here",
    "dated",
    "main clause",
    "question",
    "length",
    "clauses of the sentence",
    "clauses of the message",
    "rules in the message",
    "another kind elsewhere",
    "same kind elsewhere",
    "another kind here",
    "message of a rule's",
    "message of the model's",
    *(f"{kind} anywhere" for kind in KINDS),
    "always",
)
"""What each column of :func:`traits_of` tells; the last is the same of all."""
RULED: Final = slice(4)
"""The traits that say what the rules say; on mail they were written with they say it too often rightly."""
_BOUND: Final = 4.0
"""Log-odds beyond which the model is no surer."""
_ABSENT: Final = -3.0
"""Log-odds of what is not there: below what the model proposes."""
_STRONG: Final = 2.0
"""Log-odds from which the model is strong."""
_MANY: Final = 3
"""More signals of rules than this make a message no fuller."""
_SHORT: Final = 20
"""Evidence of fewer characters than this is little to go by."""


def traits_of(reading: Reading, units: Sequence[Unit], odds: Odds, found: Sequence[Candidate]) -> Numbers:
    """Give the traits of the candidates of one message, a row each; ``odds`` are the model's.

    One act seldom stands alone, and one place seldom does two things: a candidate is told by the others, too.
    """
    if not found:
        return np.empty((0, len(TRAITS)))
    kinds = np.array([KINDS.index(each.kind) for each in found])
    starts = np.array([each.start for each in found])
    ends = np.array([each.end for each in found])
    sentences = np.array([units[each.unit].sentence for each in found])
    levels = [each.signal.confidence if each.signal is not None else None for each in found]
    ruled = np.array([level is not None for level in levels])
    model = np.clip([each.odds for each in found], -_BOUND, _BOUND)
    whole = np.clip(odds.message[kinds], -_BOUND, _BOUND)

    same = kinds[:, None] == kinds
    other = ~np.eye(len(found), dtype=bool)
    shared = (starts[:, None] < ends) & (starts < ends[:, None])
    near = sentences[:, None] == sentences
    beside = ~ruled & (same & other & near & ruled).any(axis=1)
    alone = ~ruled & ~beside
    here = _strongest(model, ~same & shared)

    sizes = np.bincount([unit.sentence for unit in units], minlength=len(reading.sentences))
    dated = [any(unit.dated and unit.start < each.end and each.start < unit.end for unit in units) for each in found]
    asked = [reading.sentences[place].text.rstrip().endswith("?") for place in sentences]
    columns = (
        [level is Confidence.SURE for level in levels],
        [level is Confidence.LIKELY for level in levels],
        [level is Confidence.MAYBE for level in levels],
        (~same & shared & ruled).any(axis=1),
        model * ruled,
        model * alone,
        np.maximum(model - _STRONG, 0) * alone,
        beside,
        model * beside,
        (same & other & ruled).any(axis=1),
        ruled & (ends - starts < _SHORT),
        ~ruled & (here > model),
        dated,
        [units[each.unit].main for each in found],
        asked,
        np.log(np.maximum(ends - starts, 1)) / 4,
        np.log(sizes[sentences]),
        np.full(len(found), np.log(len(units)) / 2),
        np.minimum(ruled.sum() - ruled, _MANY) / 2,
        _strongest(model, ~same) / 2,
        _strongest(model, same & other) / 2,
        here / 2,
        whole * ruled,
        whole * ~ruled,
        *(np.full(len(found), highest / 2) for highest in np.clip(odds.clauses.max(axis=0), -_BOUND, _BOUND)),
        np.ones(len(found)),
    )
    return np.stack([np.asarray(column, float) for column in columns], axis=1)


def _strongest(model: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
    """Give the highest odds among those chosen for each candidate."""
    return np.asarray(np.where(chosen, model, _ABSENT).max(axis=1, initial=_ABSENT), np.float64)
