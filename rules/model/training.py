"""Training: from the labelled corpus to weights. The same corpus gives the same bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from rules.corpus import AUTHORED_WITH, FRESH
from rules.detection import Detector
from rules.language import load_rules
from rules.model.bars import choose_bars
from rules.model.fitting import fit
from rules.model.judging import Trial, learn_judge, try_lesson
from rules.model.lessons import Course
from rules.model.weights import Odds, Weights, chances, quantised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.model.lessons import Examples, Lesson
    from rules.signals import Signal

FOLDS: Final = 5
_PARTS: Final = 8


def by_author(lessons: Sequence[Lesson]) -> list[str]:
    """Say in which part of a split by authors every lesson is: all that one wrote is in one part.

    The authors with most mail come first, each into the part that has least: parts are about as large as each other.
    """
    authors = [AUTHORED_WITH.get(lesson.mail.file, lesson.mail.file) for lesson in lessons]
    sizes = [0] * _PARTS
    part_of: dict[str, str] = {}
    for author, count in Counter(authors).most_common():
        least = sizes.index(min(sizes))
        sizes[least] += count
        part_of[author] = f"authors {least}"
    return [part_of[author] for author in authors]


def fold_of(firm: str) -> int:
    """Say in which part of a split by firms a firm is."""
    return crc32(firm.encode()) % FOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Every message read by a model that had not seen its group."""

    trials: tuple[Trial, ...]
    groups: tuple[str, ...]
    found: tuple[tuple[Signal, ...], ...]
    """What the rules alone found."""
    unaided: tuple[Trial, ...]
    """The same messages before a judge who hears the model alone."""


def rehearse(course: Course, groups: Sequence[str], found: Sequence[tuple[Signal, ...]]) -> Rehearsal:
    """Read every group of messages with a model that learnt from the others."""
    clauses = _foretold(course.clauses, course, np.array(groups)[course.lesson_of])
    messages = _foretold(course.messages, course, np.array(groups))
    ends = np.cumsum([len(lesson.sheet.units) for lesson in course.lessons])
    each = [Odds(*pair) for pair in zip(np.split(clauses, ends[:-1]), messages, strict=True)]
    trials = tuple(
        try_lesson(lesson, mine, signals) for lesson, mine, signals in zip(course.lessons, each, found, strict=True)
    )
    unaided = tuple(try_lesson(lesson, mine, ()) for lesson, mine in zip(course.lessons, each, strict=True))
    return Rehearsal(trials=trials, groups=tuple(groups), found=tuple(found), unaided=unaided)


def _foretold(examples: Examples, course: Course, group_of: NDArray[np.str_]) -> NDArray[np.float32]:
    """Give the log-odds of examples by weights that never saw their group."""
    odds = np.zeros_like(examples.labels)
    for group in sorted(set(group_of)):
        unseen = group_of == group
        weights = fit(examples, course.parts, ~unseen)
        odds[unseen] = examples.rows[unseen] @ (course.parts @ weights[:-1]) + weights[-1]
    return odds


def rules_alone(lessons: Sequence[Lesson]) -> list[tuple[Signal, ...]]:
    """Say what the rules find without a second reader."""
    detector = Detector(load_rules())
    return [detector.detect_reading(lesson.reading) for lesson in lessons]


def settle(trials: Sequence[Trial]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Learn the judge, and choose the bars on fresh mail only, on chances given by a judge of other firms."""
    fresh = [trial for trial in trials if trial.lesson.mail.file in FRESH]
    folds = [fold_of(trial.lesson.mail.firm) for trial in fresh]
    likely: list[NDArray[np.float64]] = [np.empty(0)] * len(fresh)
    for fold in sorted(set(folds)):
        judge = learn_judge(
            [each for each in trials if each.lesson.mail.file not in FRESH or fold_of(each.lesson.mail.firm) != fold]
        )
        for at, trial in enumerate(fresh):
            if folds[at] == fold:
                likely[at] = chances(judge, trial.candidates, trial.traits)
    return learn_judge(trials), choose_bars(fresh, likely)


def train(course: Course) -> Weights:
    """Learn from the whole corpus."""
    rehearsal = rehearse(course, by_author(course.lessons), rules_alone(course.lessons))
    judge, bars = settle(rehearsal.trials)
    learnt = np.hstack(
        [fit(each, course.parts, np.ones(len(each.labels), bool)) for each in (course.clauses, course.messages)]
    )
    table, scale = quantised(learnt[:-1])
    return Weights(table=table, scale=scale, bias=learnt[-1], judge=judge, bars=bars)
