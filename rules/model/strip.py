"""The strip of a sentence: all it gives to the sheet of any message it stands in.

Mails repeat each other's sentences, and a firm its own; so whatever the sentence alone decides is worked out apart from
its message, and can be kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from rules.grammar.clause import Clause, Link
from rules.model.frames import frame_of
from rules.model.words import Numbers, Word, number, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rules.model.times import Time

    Keys = NDArray[np.int64]

BITS: Final = 19
"""Features are numbered from 0 to 2 to this power."""
_SEEN: Final = 7
"""How many names of a frame the neighbouring sentences see."""
_ODD: Final = np.uint32(0x9E3779B1)
_OTHER: Final = np.uint32(0x85EBCA6B)
_HIDDEN: Final = np.uint32(32 - BITS)


class Unit(NamedTuple):
    """One clause of a sentence, or a stretch without a verb. Places are offsets into the message's text."""

    sentence: int
    start: int
    end: int
    dated: bool
    """Names a time by which something can be due."""
    main: bool
    """Has a verb and hangs on nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What a sentence gives. A key is a feature's number, above it the number of the part it belongs to.

    ``own`` has two parts a unit, its words and its frame; ``contexts`` one a unit. All are sorted, each key once.
    """

    units: tuple[Unit, ...]
    """Of sentence 0, at places of the sentence's text."""
    own: Keys
    near: Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """What a sentence gives to parts that others give to as well."""

    contexts: Keys
    sentence: Keys
    following: Keys
    """Given to the sentence after it."""
    preceding: Keys
    """Given to the sentence before it."""
    message: Keys


def known(name: str) -> int:
    """Give the number of one of a bounded set of names."""
    return _known(name)


def keys_of(numbers: Numbers, mark: str) -> Keys:
    """Give the features that numbers are in a part; ``mark`` is what the layout calls the part."""
    return ((numbers * _ODD + np.uint32(_known(f"part {mark}"))) >> _HIDDEN).astype(np.int64)


def once(keys: Keys) -> Keys:
    """Sort keys, and keep each once: what is said twice counts once."""
    keys.sort()
    kept = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=kept[1:])
    return keys[kept]


def strip_of(
    language: str, side: str, text: str, folded: str, clauses: Sequence[Clause], times: Sequence[Time]
) -> Strip:
    """Number the features of a sentence; ``side`` is "o" in mail of ours, "i" in theirs."""
    return _Cutting(language, side, text, folded, clauses, times).strip()


class _Cutting:
    """One sentence being looked at."""

    def __init__(
        self, language: str, side: str, text: str, folded: str, clauses: Sequence[Clause], times: Sequence[Time]
    ) -> None:
        self.side = side
        self.units: list[Unit] = []
        self.forms: list[int] = []
        self.form_unit: list[int] = []
        self.frames: list[int] = []
        self.frame_unit: list[int] = []
        self.frame_rank: list[int] = []
        self.context: list[int] = []
        starts, self.words = words_of(text, folded, language)
        self.unit_of = [-1] * len(self.words)
        stretches = list(_stretches(folded, clauses))
        for unit, clause in enumerate(stretches):
            inside = [at for at, start in enumerate(starts) if clause.start <= start < clause.end]
            for at in inside:
                self.unit_of[at] = unit
            within = [time for time in times if clause.start <= time.start < clause.end]
            frame = [_known(name) for name in frame_of(clause, folded, within, language)]
            self.frames += frame
            self.frame_unit += [unit] * len(frame)
            self.frame_rank += range(len(frame))
            self._skeleton(unit, clause, within, [(starts[at], self.words[at]) for at in inside])
            self.context += [
                _known(f"len{min(len(inside) // 3, 6)}"),
                _known(f"clause{min(unit, 3)}"),
                _known(f"of{min(len(stretches), 5)}"),
            ]
            dated = any(time.kind.counts for time in within)
            main = clause.verb is not None and clause.link is Link.MAIN
            self.units.append(Unit(0, clause.start, clause.end, dated, main))

    def _skeleton(self, unit: int, clause: Clause, times: Sequence[Time], words: list[tuple[int, Word]]) -> None:
        """Add the clause's forms, its verb and times replaced by what they are."""
        verb = clause.verb
        acts = _known(f"V:{verb.tense}:{verb.person}:{verb.recipient}") if verb is not None else 0
        self.forms.append(1)
        last = 0
        for start, word in words:
            form = word.form
            if verb is not None and verb.start <= start < verb.end:
                form = acts
            for time in times:
                if time.start <= start < time.end:
                    form = _known(f"T:{time.kind}")
                    break
            if form != last or form == word.form:
                self.forms.append(form)
                last = form
        self.forms.append(2)
        self.form_unit += [unit] * (len(self.forms) - len(self.form_unit))

    def strip(self) -> Strip:
        """Put the parts together."""
        unit = np.array(self.unit_of, np.int64)
        name = np.array([word.name for word in self.words], np.uint32)
        kin = np.array([word.family for word in self.words], np.uint32)
        written = np.array([word.written for word in self.words], np.uint32)
        like = np.array([word.like for word in self.words], np.uint32)
        wide = np.array([word.wide for word in self.words], np.uint32)
        related, accented, classed = kin != 0, written != 0, like != 0
        pairs = _join(name[:-1], name[1:])
        frame, frame_unit = np.array(self.frames, np.uint32), np.array(self.frame_unit, np.int64)
        seen = frame[np.array(self.frame_rank, np.int64) < _SEEN]
        around = np.where(related, kin, name)
        sentence = [keys_of(found, "S") for found in (name, kin[related], written[accented], like[classed], pairs)]
        contexts = self._contexts(frame, frame_unit)
        return Strip(
            units=tuple(self.units),
            own=self._own(unit, name, (kin, written, like, wide), pairs),
            near=Near(
                contexts=once(contexts),
                sentence=once(np.concatenate([*sentence, keys_of(frame, "S frame")])),
                following=once(np.concatenate([keys_of(around, "P"), keys_of(seen, "P frame")])),
                preceding=once(np.concatenate([keys_of(around, "N"), keys_of(seen, "N frame")])),
                message=once(np.concatenate([keys_of(name, "m"), keys_of(kin[related], "m")])),
            ),
        )

    def _own(self, unit: Keys, name: Numbers, told: Sequence[Numbers], pairs: Numbers) -> Keys:
        """Gather what makes up the units themselves; a part is never empty, for each holds the feature 0.

        ``told`` is what is known of the words besides their names; 0 where it is not known of one.
        """
        owned = unit >= 0
        parts: list[Keys] = [np.arange(2 * len(self.units)) << BITS]

        def put(units: Keys, numbers: Numbers, mark: str, part: int = 0) -> None:
            parts.append(((2 * units + part) << BITS) | keys_of(numbers, mark))

        put(unit[owned], name[owned], "own")
        for found in told:
            put(unit[owned & (found != 0)], found[owned & (found != 0)], "own")
        together = (unit[:-1] == unit[1:]) & owned[:-1]
        put(unit[:-1][together], pairs[together], "own")
        spelt = [(at, word.letters) for at, word in zip(self.unit_of, self.words, strict=True) if at >= 0]
        if spelt:
            sizes = [len(letters) for _, letters in spelt]
            put(np.repeat([at for at, _ in spelt], sizes), np.concatenate([letters for _, letters in spelt]), "own")
        units, form = np.array(self.form_unit, np.int64), np.array(self.forms, np.uint32)
        run, stays = form, np.ones(len(form), bool)
        for size in (1, 2, 3):
            run = _join(run[:-1], form[size:])
            stays = stays[:-1] & (units[:-size] == units[size:])
            put(units[:-size][stays], run[stays], "form")
        framed, frame = np.array(self.frame_unit, np.int64), np.array(self.frames, np.uint32)
        put(framed, frame, "frame", 1)
        put(framed, frame, f"frame {self.side}", 1)
        return once(np.concatenate(parts))

    def _contexts(self, frame: Numbers, unit: Keys) -> Keys:
        """Gather what units know of where they stand, and of the units beside them."""
        follows, precedes = unit < len(self.units) - 1, unit > 0
        places = np.repeat(np.arange(len(self.units)), 3)
        return np.concatenate(
            [
                places << BITS | keys_of(np.array(self.context, np.uint32), "context"),
                (unit[follows] + 1) << BITS | keys_of(frame[follows], "p frame"),
                (unit[precedes] - 1) << BITS | keys_of(frame[precedes], "n frame"),
            ]
        )


@lru_cache(maxsize=4096)
def _known(name: str) -> int:
    return number(name)


def _join(left: Numbers, right: Numbers) -> Numbers:
    return left * _ODD + right * _OTHER


def _stretches(folded: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Give the clauses, and what stands between them, so that every word belongs to one."""
    at = 0
    for clause in clauses:
        if _says_something(folded, at, clause.start):
            yield Clause(start=at, end=clause.start, tokens=())
        yield clause
        at = max(at, clause.end)
    if not clauses or _says_something(folded, at, len(folded)):
        yield Clause(start=at, end=len(folded), tokens=())


def _says_something(folded: str, start: int, end: int) -> bool:
    """Tell whether a stretch without a verb is more than a word and signs."""
    return end - start > 8 and " " in folded[start:end].strip()
