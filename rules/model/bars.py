"""Bars: from which probability on a signal is listed, or likely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from rules.model.kinds import KINDS, REPEATED
from rules.signals import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.model.judging import Trial

PRECISION: Final = 0.92
"""What promises must reach."""
PEACE: Final = 0.945
"""Share of the messages without a signal in which nothing may be found."""
_LIKELY: Final = 0.95
"""Precision of what is likely or sure."""
_GRID: Final = np.arange(0.2, 0.9, 0.02)


def choose_bars(trials: Sequence[Trial], chances: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Choose the bars on mail that neither the model nor the judge had seen; give two for each kind.

    A bar for promises and one for all others: the chances are comparable, and most kinds have too few examples for a
    bar of their own. Both languages share them: what suits the few authors of one alone does not suit the next.
    """
    chance = np.concatenate(chances)
    right = np.array([each for trial in trials for each in trial.right])
    apt = right | np.array([_is_apt(each.kind, trial) for trial in trials for each in trial.candidates])
    promise = np.array([each.kind is Kind.PROMISE for trial in trials for each in trial.candidates])
    message = np.repeat(np.arange(len(trials)), [len(trial.candidates) for trial in trials])
    calm = np.array([not trial.lesson.mail.labels for trial in trials])
    wanted = sum(len(trial.lesson.mail.labels) for trial in trials)
    promised = sum(label.kind == Kind.PROMISE for trial in trials for label in trial.lesson.mail.labels)

    def worth(bar: float, other: float) -> float:
        listed = chance >= np.where(promise, bar, other)
        found, hits = listed.sum(), right[listed].sum()
        ours = listed & promise
        kept, kept_right = ours.sum(), right[ours].sum()
        precision = kept_right / max(kept, 1)
        disturbed = len(np.unique(message[listed & calm[message]])) / max(calm.sum(), 1)
        short = max(0.0, PRECISION - precision) + max(0.0, PEACE - (1 - disturbed))
        return float(2 * hits / (found + wanted) + 2 * kept_right / (kept + promised) - 4 * short)

    bar, other = max(((one, two) for one in _GRID for two in _GRID), key=lambda pair: worth(*pair))
    rows: dict[bool, tuple[float, float]] = {}
    for mine, low in ((True, bar), (False, other)):
        chosen = promise == mine
        rows[mine] = (low, max(low, _precise(chance[chosen], apt[chosen], _LIKELY)))
    return np.array([rows[kind is Kind.PROMISE] for kind in KINDS], np.float32)


def _is_apt(kind: Kind, trial: Trial) -> bool:
    """Tell whether acting on it is right, whatever the sentence: a complaint is one wherever it was noticed."""
    return kind not in REPEATED and any(label.kind == kind for label in trial.lesson.mail.labels)


def _precise(chance: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """Give the lowest chance from which on that share is right; one where there is none."""
    order = np.argsort(-chance)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    fit = np.flatnonzero(shares >= precision)
    return float(chance[order][fit[-1]]) if len(fit) else 1.0
