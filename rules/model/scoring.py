"""Scoring: how found signals compare with the labels of a corpus."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.corpus import Labelled
    from rules.signals import Signal

_ENOUGH: Final = 0.3
"""Share of the shorter evidence's words that must be one shared run."""


@lru_cache(maxsize=20_000)
def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[\w%€$]+", "".join(char for char in plain if not unicodedata.combining(char)))


def overlap(one: str, other: str) -> float:
    """Tell how much of the shorter text is one run of words shared with the other."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return 0.0
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    return run / min(len(left), len(right))


def matches(one: str, other: str) -> bool:
    """Tell whether two stretches are evidence of the same thing."""
    return overlap(one, other) >= _ENOUGH


@dataclass(slots=True)
class Score:
    """Counts of what was found, rightly and wrongly, and missed, by kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    calm: int = 0
    """Messages without any label."""
    left_in_peace: int = 0
    dated: int = 0
    """Promises found that have a day."""
    exact: int = 0

    def add(self, mail: Labelled, signals: Iterable[Signal]) -> None:
        """Compare one message's signals with its labels; each label is matched once."""
        left = list(signals)
        if not mail.labels:
            self.calm += 1
            self.left_in_peace += not left
        for label in mail.labels:
            rivals = [each for each in left if each.kind == label.kind and each.owes == label.owes]
            best = max(rivals, key=lambda each: overlap(label.evidence, each.evidence), default=None)
            if best is None or not matches(label.evidence, best.evidence):
                self.missed[label.kind] += 1
                continue
            left.remove(best)
            self.right[label.kind] += 1
            if label.kind == "promise" and label.due:
                self.dated += 1
                self.exact += best.due is not None and best.due.isoformat() == label.due
        self.wrong.update(str(each.kind) for each in left)

    def rates(self, kind: str | None = None) -> tuple[float, float, float]:
        """Give precision, recall and F1 of a kind, or of all together."""
        chosen = [kind] if kind else list(self.right | self.wrong | self.missed)
        right, wrong, missed = (sum(count[each] for each in chosen) for count in (self.right, self.wrong, self.missed))
        return (
            _share(right, right + wrong),
            _share(right, right + missed),
            _share(2 * right, 2 * right + wrong + missed),
        )

    @property
    def peace(self) -> float:
        """Share of the messages without labels in which nothing was found."""
        return _share(self.left_in_peace, self.calm)

    @property
    def due(self) -> float:
        """Share of the dated promises found whose day is exact."""
        return _share(self.exact, self.dated)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
