"""The sheet of a message: for every clause, the numbers of its features.

A clause is read with its sentence, the sentences beside it, and its message. Features are numbers (hashes), so that
those of a sentence or of a neighbour are made of the words' own by arithmetic on whole arrays: reading must not cost
more than the grammar did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from rules.facts import Direction
from rules.grammar.clause import Clause, Link
from rules.model.frames import frame_of
from rules.model.words import Numbers, Word, number, words_of
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rules.deadlines import Deadline
    from rules.reading.reading import Reading, Sentence

BITS: Final = 19
"""Features are numbered from 0 to 2 to this power."""
_REPLY: Final = re.compile(r"(?:re|rv|fw|fwd|aw)\s*:")
_QUOTED: Final = 400
"""Characters of quoted history that are looked at."""
_SEEN: Final = 7
"""How many names of a frame the neighbouring sentences see."""
_ODD: Final = np.uint32(0x9E3779B1)
_OTHER: Final = np.uint32(0x85EBCA6B)
_SCALES: Final = {"own": 3.0, "frame": 3.0, "context": 2.0, "sentence": 3.0, "message": 1.5}
"""How much each part of a sheet may say; cross-validation is flat around these."""


class Matter(Protocol):
    """What was worked out of a message while the rules looked at it."""

    @property
    def reading(self) -> Reading:
        """The message as read."""
        ...

    def clauses(self, sentence: Sentence) -> tuple[Clause, ...]:
        """Parse a sentence."""
        ...

    def deadlines(self, sentence: Sentence) -> tuple[Deadline, ...]:
        """Find the times of a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause of a sentence, or a stretch without a verb. Places are offsets into the message's text."""

    sentence: int
    start: int
    end: int
    dated: bool
    """Names a time by which something can be due."""
    main: bool
    """Has a verb and hangs on nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The features of a message, part by part.

    Parts 3u, 3u+1 and 3u+2 are the unit u's own, then come one a sentence, and the message's.
    """

    units: tuple[Unit, ...]
    features: NDArray[np.int64]
    """Numbers of all features, in the order of their parts."""
    starts: NDArray[np.int64]
    """Where each part starts in ``features``; none is empty."""
    scales: NDArray[np.float32]
    """What each feature of a part counts."""

    @property
    def rows(self) -> NDArray[np.int64]:
        """The parts each unit is made of, one row a unit."""
        first = 3 * np.arange(len(self.units))
        sentence = 3 * len(self.units) + np.array([unit.sentence for unit in self.units], np.int64)
        message = np.full_like(first, len(self.starts) - 1)
        return np.stack([first, first + 1, first + 2, sentence, message], axis=1)


def feature(name: str, mark: str) -> int:
    """Give the number of a named feature in a part; ``mark`` is what the layout calls the part."""
    return (number(name) * int(_ODD) + _known(f"part {mark}") & 0xFFFFFFFF) >> (32 - BITS)


def lay_out(matter: Matter) -> Sheet:
    """Number the features of every clause of a message."""
    return _Layout(matter).sheet()


class _Layout:
    """One message being laid out. ``_put`` collects pairs of arrays: parts, and the numbers that go there."""

    def __init__(self, matter: Matter) -> None:
        self.reading = matter.reading
        self.language = self.reading.language
        self.side = "o" if self.reading.message.direction is Direction.OUTBOUND else "i"
        self.units: list[Unit] = []
        self.parts: list[NDArray[np.int64]] = []
        self.numbers: list[Numbers] = []
        self.words: list[Word] = []
        self.unit_of: list[int] = []
        self.sentence_of: list[int] = []
        self.forms: list[int] = []
        self.form_unit: list[int] = []
        self.frames: list[int] = []
        self.frame_unit: list[int] = []
        self.frame_rank: list[int] = []
        self.context: list[int] = []
        self.context_unit: list[int] = []
        about = self._about()
        last = len(self.reading.sentences) - 1
        for place, sentence in enumerate(self.reading.sentences):
            ask = "ask" if "?" in sentence.text else "tell"
            here = [*about, _known(f"pos{min(place, 4)}"), _known(f"end{min(last - place, 4)}"), _known(ask)]
            self._take(place, sentence, matter, here)

    def _take(self, place: int, sentence: Sentence, matter: Matter, here: list[int]) -> None:
        starts, words = words_of(sentence.text, sentence.folded, self.language)
        times = matter.deadlines(sentence)
        stretches = list(_stretches(sentence, matter.clauses(sentence)))
        self.words += words
        self.sentence_of += [place] * len(words)
        owner = [-1] * len(words)
        count = len(stretches)
        for position, clause in enumerate(stretches):
            unit = len(self.units)
            inside = [at for at, start in enumerate(starts) if clause.start <= start < clause.end]
            for at in inside:
                owner[at] = unit
            within = [time for time in times if clause.start <= time.start < clause.end]
            frame = [_known(name) for name in frame_of(clause, sentence.folded, within, self.language)]
            self.frames += frame
            self.frame_unit += [unit] * len(frame)
            self.frame_rank += range(len(frame))
            self._skeleton(unit, clause, within, [(starts[at], words[at]) for at in inside])
            self.context += [
                *here,
                _known(f"len{min(len(inside) // 3, 6)}"),
                _known(f"clause{min(position, 3)}"),
                _known(f"of{min(count, 5)}"),
            ]
            self.context_unit += [unit] * (len(here) + 3)
            self.units.append(
                Unit(
                    sentence=place,
                    start=sentence.start + clause.start,
                    end=sentence.start + clause.end,
                    dated=any(time.kind.counts for time in within),
                    main=clause.verb is not None and clause.link is Link.MAIN,
                )
            )
        self.unit_of += owner

    def _skeleton(self, unit: int, clause: Clause, times: Sequence[Deadline], words: list[tuple[int, Word]]) -> None:
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

    def _about(self) -> list[int]:
        message = self.reading.message
        return [
            _known(f"side{self.side}"),
            _known(f"files{self.side}{min(len(message.attachments), 2)}"),
            _known(f"links{self.side}{min(self.reading.links, 1)}"),
            _known(f"long{min(len(self.reading.sentences), 8)}"),
            _known("reply" if _REPLY.match(message.subject.lower()) else "fresh"),
            _known(f"forward{int(self.reading.forwarded)}"),
        ]

    def _put(self, parts: NDArray[np.int64], numbers: Numbers, mark: str) -> None:
        self.parts.append(parts)
        self.numbers.append(numbers * _ODD + np.uint32(_known(f"part {mark}")))

    def sheet(self) -> Sheet:
        """Put the parts together."""
        units, sentences = len(self.units), len(self.reading.sentences)
        first, message = 3 * units, 3 * units + sentences
        unit = np.array(self.unit_of, np.int64)
        sentence = np.array(self.sentence_of, np.int64)
        name = np.array([word.name for word in self.words], np.uint32)
        kin = np.array([word.family for word in self.words], np.uint32)
        written = np.array([word.written for word in self.words], np.uint32)
        owned, related, accented = unit >= 0, kin != 0, written != 0
        pairs = _join(name[:-1], name[1:])
        self._put(3 * unit[owned], name[owned], "own")
        self._put(3 * unit[owned & related], kin[owned & related], "own")
        self._put(3 * unit[owned & accented], written[owned & accented], "own")
        together = (unit[:-1] == unit[1:]) & owned[:-1]
        self._put(3 * unit[:-1][together], pairs[together], "own")
        sizes = np.array(
            [len(word.letters) if at >= 0 else 0 for at, word in zip(self.unit_of, self.words, strict=True)], np.int64
        )
        spelt = [word.letters for at, word in zip(self.unit_of, self.words, strict=True) if at >= 0]
        if spelt:
            self._put(3 * np.repeat(unit, sizes), np.concatenate(spelt), "own")
        self._put_forms()
        self._put(first + sentence, name, "S")
        self._put(first + sentence[related], kin[related], "S")
        self._put(first + sentence[accented], written[accented], "S")
        together = sentence[:-1] == sentence[1:]
        self._put(first + sentence[:-1][together], pairs[together], "S")
        around = np.where(related, kin, name)
        self._put(first + 1 + sentence[sentence < sentences - 1], around[sentence < sentences - 1], "P")
        self._put(first - 1 + sentence[sentence > 0], around[sentence > 0], "N")
        self._put_frames(first)
        self._put(3 * np.array(self.context_unit, np.int64) + 2, np.array(self.context, np.uint32), "context")
        self._put(np.full(len(name), message), name, "m")
        self._put(np.full(int(related.sum()), message), kin[related], "m")
        self._put_rest(message)
        return self._assembled(message + 1)

    def _put_forms(self) -> None:
        unit, form = np.array(self.form_unit, np.int64), np.array(self.forms, np.uint32)
        run, stays = form, np.ones(len(form), bool)
        for size in (1, 2, 3):
            run = _join(run[:-1], form[size:])
            stays = stays[:-1] & (unit[:-size] == unit[size:])
            self._put(3 * unit[:-size][stays], run[stays], "form")

    def _put_frames(self, first: int) -> None:
        unit, frame = np.array(self.frame_unit, np.int64), np.array(self.frames, np.uint32)
        place = np.array([each.sentence for each in self.units], np.int64)
        sentence = place[unit] if len(unit) else unit
        self._put(3 * unit + 1, frame, "frame")
        self._put(3 * unit + 1, frame, f"frame {self.side}")
        self._put(first + sentence, frame, "S frame")
        seen = np.array(self.frame_rank, np.int64) < _SEEN
        before, after = seen & (sentence > 0), seen & (sentence < len(self.reading.sentences) - 1)
        self._put(first - 1 + sentence[before], frame[before], "N frame")
        self._put(first + 1 + sentence[after], frame[after], "P frame")
        step = place[1:] == place[:-1]
        follows = np.append(step, False)[unit] if len(unit) else seen
        precedes = np.append(False, step)[unit] if len(unit) else seen
        self._put(3 * (unit[follows] + 1) + 2, frame[follows], "p frame")
        self._put(3 * (unit[precedes] - 1) + 2, frame[precedes], "n frame")

    def _put_rest(self, part: int) -> None:
        """Add the subject line, and what stands below the author's own words."""
        message = self.reading.message
        after = self.reading.sentences[-1].end if self.reading.sentences else 0
        below = message.text[after : after + _QUOTED]
        _, subject = words_of(message.subject, fold(message.subject), self.language)
        _, quoted = words_of(below, fold(below), self.language)
        for mark, found in (
            ("s", [word.name for word in subject]),
            (f"s{self.side}", [word.family for word in subject if word.family]),
            (f"q{self.side}", sorted({word.family for word in quoted if word.family})),
        ):
            self._put(np.full(len(found), part), np.array(found, np.uint32), mark)

    def _assembled(self, count: int) -> Sheet:
        parts = np.concatenate([np.arange(count), *self.parts])
        numbers = np.concatenate([np.zeros(count, np.uint32), *self.numbers])
        keys = np.sort((parts << BITS) | (numbers >> np.uint32(32 - BITS)))
        keys = keys[np.append(True, keys[1:] != keys[:-1])]  # what is said twice counts once
        sizes = np.bincount(keys >> BITS, minlength=count)
        weight = np.empty(count, np.float32)
        units, sentences = len(self.units), len(self.reading.sentences)
        weight[: 3 * units : 3] = _SCALES["own"]
        weight[1 : 3 * units : 3] = _SCALES["frame"]
        weight[2 : 3 * units : 3] = _SCALES["context"]
        weight[3 * units : 3 * units + sentences] = _SCALES["sentence"]
        weight[-1] = _SCALES["message"]
        return Sheet(
            units=tuple(self.units),
            features=keys & ((1 << BITS) - 1),
            starts=np.cumsum(sizes) - sizes,
            scales=(weight / np.sqrt(sizes)).astype(np.float32),
        )


@lru_cache(maxsize=60_000)
def _known(name: str) -> int:
    return number(name)


def _join(left: Numbers, right: Numbers) -> Numbers:
    return left * _ODD + right * _OTHER


def _stretches(sentence: Sentence, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Give the clauses, and what stands between them, so that every word belongs to one."""
    at = 0
    for clause in clauses:
        if _says_something(sentence, at, clause.start):
            yield Clause(start=at, end=clause.start, tokens=())
        yield clause
        at = max(at, clause.end)
    if not clauses or _says_something(sentence, at, len(sentence.text)):
        yield Clause(start=at, end=len(sentence.text), tokens=())


def _says_something(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a stretch without a verb is more than a word and signs."""
    return end - start > 8 and " " in sentence.folded[start:end].strip()
