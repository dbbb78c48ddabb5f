"""Judging: what the model's odds and the rules' word make together of a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize

from rules.corpus import FRESH
from rules.model.candidates import Candidate, candidates
from rules.model.kinds import KINDS
from rules.model.scoring import matches
from rules.model.traits import RULED, TRAITS, traits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.model.lessons import Lesson
    from rules.model.weights import Odds
    from rules.signals import Signal

_PENALTY: Final = 0.5
_OWN_PENALTY: Final = 8.0
"""What a kind has of its own costs more than what all kinds share: most have few examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One message before the judge: its candidates, what is known of them, and which of them are right."""

    lesson: Lesson
    candidates: tuple[Candidate, ...]
    traits: NDArray[np.float64]
    """A row each."""
    right: tuple[bool, ...]


def try_lesson(lesson: Lesson, odds: Odds, signals: Sequence[Signal]) -> Trial:
    """Bring a labelled message before the judge; where two candidates fit one label, the stronger is right."""
    found = candidates(lesson.reading, lesson.sheet.units, odds.clauses, signals)
    text = lesson.mail.message.text
    order = sorted(range(len(found)), key=lambda at: (found[at].signal is None, -found[at].odds))
    right = [False] * len(found)
    for label in lesson.mail.labels:
        for at in order:
            if (
                not right[at]
                and found[at].kind == label.kind
                and matches(label.evidence, text[found[at].start : found[at].end])
            ):
                right[at] = True
                break
    traits = traits_of(lesson.reading, lesson.sheet.units, odds, found)
    return Trial(lesson=lesson, candidates=tuple(found), traits=traits, right=tuple(right))


def learn_judge(trials: Sequence[Trial]) -> NDArray[np.float32]:
    """Learn the judge's weights: what all kinds share, and a little of each kind's own.

    All mail teaches. What the rules' word is worth *more* on mail they were written with is learnt apart and left out,
    so that they are trusted as on a stranger's mail.
    """
    told = np.concatenate([trial.traits for trial in trials])
    known = np.concatenate([np.full(len(trial.right), trial.lesson.mail.file not in FRESH) for trial in trials])[
        :, None
    ]
    traits = np.hstack([told, known * told[:, RULED], known])
    signs = np.concatenate([np.where(trial.right, 1.0, -1.0) for trial in trials])
    kind = np.array([KINDS.index(each.kind) for trial in trials for each in trial.candidates])
    shape = (1 + len(KINDS), traits.shape[1])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        margins = signs * (traits * (weights[0] + weights[1 + kind])).sum(axis=1)
        slopes = (-signs / (1 + np.exp(np.clip(margins, -30, 30))))[:, None] * traits
        gradient = np.concatenate([_PENALTY * weights[:1], _OWN_PENALTY * weights[1:]])
        gradient[0] += slopes.sum(axis=0)
        np.add.at(gradient, 1 + kind, slopes)
        cost = _PENALTY * np.square(weights[0]).sum() + _OWN_PENALTY * np.square(weights[1:]).sum()
        return float(np.logaddexp(0, -margins).sum() + cost / 2), gradient.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B").x.reshape(shape)
    return np.asarray((found[0] + found[1:])[:, : len(TRAITS)], np.float32)
