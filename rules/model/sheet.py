"""The sheet of a message: for every clause, the numbers of its features.

A clause is read with its sentence, the sentences beside it, and its message. Features are numbers (hashes), so that
those of a sentence or of a neighbour are made of the words' own by arithmetic on whole arrays: reading must not cost
more than the grammar did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np

from rules.facts import Direction
from rules.model.families import family
from rules.model.strip import BITS, Near, Strip, Unit, keys_of, known, once, strip_of
from rules.model.times import times_of
from rules.model.words import TOKEN, number, words_of
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rules.deadlines import Deadline
    from rules.grammar.clause import Clause
    from rules.model.strip import Keys
    from rules.reading.reading import Reading, Sentence

Stand: TypeAlias = tuple[tuple[str, int, int, int, str, int], int, int, str]
"""What is known of a message, and of a sentence's place in it."""

_REPLY: Final = re.compile(r"(?:re|rv|fw|fwd|aw)\s*:")
_QUOTED: Final = 400
"""Characters of quoted history that are looked at."""
_SCALES: Final = {"own": 3.0, "frame": 3.0, "context": 2.0, "sentence": 3.0, "message": 1.5}
"""How much each part of a sheet may say; cross-validation is flat around these."""
_NUMBER: Final = (1 << BITS) - 1
_NOTHING: Final = np.zeros(1, np.int64)


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
class Sheet:
    """The features of a message, part by part.

    Parts 3u, 3u+1 and 3u+2 are the unit u's own, then come one a sentence, and the message's.
    """

    units: tuple[Unit, ...]
    features: Keys
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
    return int(keys_of(np.array([number(name)], np.uint32), mark)[0])


def side_of(reading: Reading) -> str:
    """Tell whose mail it is: "o" for ours, "i" for theirs."""
    return "o" if reading.message.direction is Direction.OUTBOUND else "i"


def lay_out(matter: Matter) -> Sheet:
    """Number the features of every clause of a message."""
    reading = matter.reading
    strips = [
        strip_of(
            reading.language,
            side_of(reading),
            sentence.text,
            sentence.folded,
            matter.clauses(sentence),
            times_of(matter.deadlines(sentence)),
        )
        for sentence in reading.sentences
    ]
    units = units_of(reading, [strip.units for strip in strips])
    count, message = len(units), len(units) + len(strips)
    firsts = list(accumulate((len(strip.units) for strip in strips), initial=0))
    nears = [strip.near for strip in strips]
    around = np.concatenate([nearby(nears, firsts, stands_of(reading)), whole(reading, nears) + (message << BITS)])
    places = around >> BITS
    moved = np.where(places < count, 3 * places + 2, places + 2 * count)
    own = [_spread(strip, first) for strip, first in zip(strips, firsts[:-1], strict=True)]
    keys = once(np.concatenate([*own, moved << BITS | around & _NUMBER]))
    sizes = np.bincount(keys >> BITS, minlength=3 * count + len(strips) + 1)
    weight = np.concatenate(
        [
            np.tile(np.array([_SCALES["own"], _SCALES["frame"], _SCALES["context"]], np.float32), count),
            np.full(len(strips), _SCALES["sentence"], np.float32),
            np.array([_SCALES["message"]], np.float32),
        ]
    )
    return Sheet(
        units=units,
        features=keys & _NUMBER,
        starts=np.cumsum(sizes) - sizes,
        scales=(weight / np.sqrt(sizes)).astype(np.float32),
    )


def _spread(strip: Strip, first: int) -> Keys:
    """Number the parts of a strip as those of a sheet in which ``first`` units come before it."""
    places = strip.own >> BITS
    return (3 * (first + places // 2) + places % 2) << BITS | strip.own & _NUMBER


def own_scales(sizes: NDArray[np.int64]) -> NDArray[np.float32]:
    """Say what each feature counts of parts that are units' words and frames in turn."""
    weight = np.tile(np.array([_SCALES["own"], _SCALES["frame"]], np.float32), len(sizes) // 2)
    return (weight / np.sqrt(sizes)).astype(np.float32)


def nearby_scales(sizes: NDArray[np.int64], units: int) -> NDArray[np.float32]:
    """Say what each feature counts of parts as :func:`nearby` numbers them, and of the message's after them."""
    weight = np.full(len(sizes), _SCALES["sentence"], np.float32)
    weight[:units] = _SCALES["context"]
    weight[-1] = _SCALES["message"]
    return (weight / np.sqrt(sizes)).astype(np.float32)


def units_of(reading: Reading, found: Sequence[tuple[Unit, ...]]) -> tuple[Unit, ...]:
    """Give the units of all sentences at their places in the message."""
    return tuple(
        Unit(place, sentence.start + start, sentence.start + end, dated, main)
        for place, (sentence, units) in enumerate(zip(reading.sentences, found, strict=True))
        for _, start, end, dated, main in units
    )


def nearby(nears: Sequence[Near], firsts: Sequence[int], stands: Sequence[Stand]) -> Keys:
    """Gather what units know of where they stand, and sentences of those beside them, in no order.

    ``firsts`` are the numbers of each sentence's first unit, and of all units. Parts are the units' contexts, then one
    a sentence; each holds at least the feature 0.
    """
    count, last = firsts[-1], len(nears) - 1
    parts: list[int] = []
    given: list[Keys] = []
    for place, near in enumerate(nears):
        parts += (firsts[place], count + place)
        given += (near.contexts, near.sentence)
        if place < last:
            parts.append(count + place + 1)
            given.append(near.following)
        if place:
            parts.append(count + place - 1)
            given.append(near.preceding)
        units = range(firsts[place], firsts[place + 1])
        parts += units
        given += [keys_of_stand(stands[place])] * len(units)
    keys = np.concatenate([np.arange(count + last + 1) << BITS, *given])
    keys[count + last + 1 :] += np.repeat(np.array(parts, np.int64) << BITS, list(map(len, given)))
    return keys


def whole(reading: Reading, nears: Sequence[Near]) -> Keys:
    """Gather what a message says as a whole, sorted, each key once; it holds at least the feature 0."""
    return once(np.concatenate([_NOTHING, *(near.message for near in nears), _rest(reading)]))


def stands_of(reading: Reading) -> list[Stand]:
    """Say of each sentence what its clauses know of their message, and of where they stand in it."""
    message, sentences = reading.message, reading.sentences
    about = (
        side_of(reading),
        min(len(message.attachments), 2),
        min(reading.links, 1),
        min(len(sentences), 8),
        "reply" if _REPLY.match(message.subject.lower()) else "fresh",
        int(reading.forwarded),
    )
    last = len(sentences) - 1
    return [
        (about, min(place, 4), min(last - place, 4), "ask" if "?" in sentence.text else "tell")
        for place, sentence in enumerate(sentences)
    ]


@lru_cache(maxsize=4096)
def keys_of_stand(stand: Stand) -> Keys:
    """Number what :func:`stands_of` says of a sentence."""
    (side, files, links, sentences, begun, forwarded), place, left, ask = stand
    names = (
        *(f"side{side}", f"files{side}{files}", f"links{side}{links}", f"long{sentences}", begun),
        *(f"forward{forwarded}", f"pos{place}", f"end{left}", ask),
    )
    return keys_of(np.array([known(name) for name in names], np.uint32), "context")


def _rest(reading: Reading) -> Keys:
    """Give the features of the subject line, and of what stands below the author's own words."""
    message, side = reading.message, side_of(reading)
    after = reading.sentences[-1].end if reading.sentences else 0
    below = fold(message.text[after : after + _QUOTED])
    kins = {family(word, reading.language) for word in set(TOKEN.findall(below)) if not word[0].isdigit()} - {""}
    quoted = keys_of(np.array(sorted(known(f"@{kin}") for kin in kins), np.uint32), f"q{side}")
    return np.concatenate([_subject(message.subject, reading.language, side), quoted])


@lru_cache(maxsize=2048)
def _subject(subject: str, language: str, side: str) -> Keys:
    _, words = words_of(subject, fold(subject), language)
    names = np.array([word.name for word in words], np.uint32)
    kins = np.array([word.family for word in words if word.family], np.uint32)
    return np.concatenate([keys_of(names, "s"), keys_of(kins, f"s{side}")])
