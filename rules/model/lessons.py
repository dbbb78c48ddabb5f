"""Lessons: the labelled corpus as what the model learns from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from rules.corpus import LABELLED, read_file
from rules.language.matching import Matter
from rules.model.kinds import KINDS, is_possible
from rules.model.sheet import Sheet, lay_out
from rules.model.strip import BITS
from rules.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from rules.corpus import Labelled
    from rules.reading.reading import Reading

_MOST: Final = 0.6
"""A clause of which this share lies in the evidence carries the signal."""
_SOME: Final = 0.2
"""A clause of which more than this share does is left undecided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One labelled message as read, laid out. Automatic mail teaches nothing."""

    mail: Labelled
    reading: Reading
    matter: Matter
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What to learn from: a row each, made of parts; and by kind what it is."""

    rows: sparse.csr_matrix
    """Examples by parts."""
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    """Zero: says nothing of this kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Lessons as matrices."""

    lessons: tuple[Lesson, ...]
    parts: sparse.csr_matrix
    """Parts by features."""
    clauses: Examples
    """One a unit."""
    messages: Examples
    """One a lesson."""
    lesson_of: NDArray[np.int64]
    """The lesson of each unit."""


def read_lessons(files: Iterable[str] = (*LABELLED["es"], *LABELLED["en"])) -> list[Lesson]:
    """Read and lay out files of the corpus."""
    return [take(mail) for name in files for mail in read_file(name)]


def take(mail: Labelled) -> Lesson:
    """Read and lay out one message."""
    reading = read(mail.message)
    matter = Matter(reading)
    return Lesson(mail=mail, reading=reading, matter=matter, sheet=lay_out(matter))


def gather(lessons: Iterable[Lesson]) -> Course:
    """Put lessons together as matrices."""
    taught = tuple(lesson for lesson in lessons if lesson.reading.automatic is None and lesson.sheet.units)
    values, features, ends, rows, lesson_of, labels, weights = [], [], [0], [], [], [], []
    wholes: list[sparse.csr_matrix] = []
    for number, lesson in enumerate(taught):
        sheet = lesson.sheet
        offset = len(ends) - 1
        sizes = np.diff(np.append(sheet.starts, len(sheet.features)))
        features.append(sheet.features)
        values.append(np.repeat(sheet.scales, sizes))
        ends += (ends[-1] + np.cumsum(sizes)).tolist()
        rows.append(sheet.rows + offset)
        wholes.append(_whole(sheet))
        lesson_of += [number] * len(sheet.units)
        wanted, counted = _label(lesson)
        labels.append(wanted)
        weights.append(counted)
    chosen = np.concatenate(rows)
    parts = sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(features), np.array(ends)), shape=(len(ends) - 1, 1 << BITS)
    )
    parts.sum_duplicates()
    ones = np.ones(chosen.size, np.float32)
    units = sparse.csr_matrix(
        (ones, chosen.ravel(), 5 * np.arange(len(chosen) + 1)), shape=(len(chosen), parts.shape[0])
    )
    possible = [[is_possible(kind, lesson.mail.message.direction) for kind in KINDS] for lesson in taught]
    raised = [[any(label.kind == kind for label in lesson.mail.labels) for kind in KINDS] for lesson in taught]
    return Course(
        lessons=taught,
        parts=parts,
        clauses=Examples(rows=units, labels=np.concatenate(labels), weights=np.concatenate(weights)),
        messages=Examples(
            rows=sparse.block_diag(wholes, "csr"),
            labels=np.array(raised, np.float32),
            weights=np.array(possible, np.float32),
        ),
        lesson_of=np.array(lesson_of),
    )


def _whole(sheet: Sheet) -> sparse.csr_matrix:
    """Say how much of each part a message is made of: the same as :meth:`rules.model.weights.Weights.odds_of`."""
    shares = np.zeros((1, len(sheet.starts)), np.float32)
    shares[0, sheet.rows[:, :2]] = 1 / np.sqrt(len(sheet.units))
    shares[0, -1] = 1
    return sparse.csr_matrix(shares)


def _label(lesson: Lesson) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Say which units carry which kind, and which count for it."""
    mail, units = lesson.mail, lesson.sheet.units
    labels = np.zeros((len(units), len(KINDS)), np.float32)
    weights = np.tile(
        np.array([is_possible(kind, mail.message.direction) for kind in KINDS], np.float32), (len(units), 1)
    )
    main = np.array([unit.main for unit in units])
    lengths = np.array([unit.end - unit.start for unit in units])
    for label in mail.labels:
        kind = KINDS.index(label.kind)
        start = mail.message.text.find(label.evidence)
        end = start + len(label.evidence)
        shared = np.array([min(end, unit.end) - max(start, unit.start) for unit in units])
        if shared.max() <= 0:
            continue
        share = shared / lengths
        inside = share > _MOST
        carries = inside & main if (inside & main).any() else inside | (shared == shared.max())
        weights[inside & ~carries & (labels[:, kind] == 0), kind] = 0
        labels[carries, kind] = 1
        weights[carries, kind] = 1
        weights[(share > _SOME) & (labels[:, kind] == 0), kind] = 0
    return labels, weights
