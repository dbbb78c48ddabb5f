"""The second reader: judges what the rules found, and proposes what they did not see."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from math import inf
from typing import TYPE_CHECKING, Final

from rules import deadlines, mentions, quotes
from rules.grammar.clause import Mood, Role
from rules.language.matching import Matter
from rules.model.candidates import Candidate, candidates
from rules.model.families import family
from rules.model.kinds import KINDS, LANGUAGES, REPEATED, debtor
from rules.model.reasons import Reason, reasons
from rules.model.scanning import Scanner
from rules.model.sheet import lay_out
from rules.model.traits import traits_of
from rules.model.weights import Weights, chances, unpack
from rules.signals import Act, Confidence, Kind, Signal
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rules.deadlines import Deadline
    from rules.grammar.clause import Clause
    from rules.model.strip import Unit
    from rules.reading.reading import Reading

WEIGHTS: Final = "weights.npz"
RULE: Final = "model"
"""What a signal names as its rule when no rule saw it."""
_ACTS: Final = {
    "SEND": Act.SEND,
    "BRING": Act.SEND,
    "CALL": Act.CALL,
    "MEET": Act.MEET,
    "TELL": Act.ANSWER,
}
_POSTSCRIPT: Final = re.compile(r"\W*p\W{0,2}[ds]\b")
_DATED: Final = REPEATED | {Kind.STALL}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads a message beside the rules."""

    weights: Weights
    trusted: frozenset[str] = frozenset()
    """Rules of the user's, and those that find what is said outright: it stands, whatever the model thinks of it."""

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self.weights)

    def judge(self, reading: Reading, signals: Sequence[Signal], matter: Matter | None = None) -> tuple[Signal, ...]:
        """Give the signals of a message, confidence settled, from those that the rules found.

        ``matter`` saves parsing again what the rules had parsed.
        """
        if not reading.sentences or reading.language not in LANGUAGES:
            return tuple(signals)
        matter = matter or Matter(reading)
        units, odds = self._scanner.scan(matter)
        found = candidates(reading, units, odds.clauses, signals)
        if not found:
            return ()
        return self.settle(found, traits_of(reading, units, odds, found), matter, units)

    def settle(
        self, found: Sequence[Candidate], traits: NDArray[np.float64], matter: Matter, units: Sequence[Unit]
    ) -> tuple[Signal, ...]:
        """Make signals of the candidates of a message that are likely enough; ``traits`` has a row for each."""
        reading = matter.reading
        likely = chances(self.weights.judge, found, traits)
        asks = any(
            each.kind is Kind.INQUIRY and self._is_likely(each, float(chance)) and _is_said(each, reading)
            for each, chance in zip(found, likely, strict=True)
        )
        settled = [
            (each.start, self._settled(each, float(chance), matter, units, asks=asks))
            for each, chance in zip(found, likely, strict=True)
        ]
        return tuple(signal for _, signal in sorted(settled, key=lambda pair: pair[0]) if signal is not None)

    def explain(self, reading: Reading, signal: Signal) -> tuple[Reason, ...]:
        """Say which words and findings weighed in the clause that a signal stands in."""
        matter = Matter(reading)
        sheet = lay_out(matter)
        odds = self.weights.odds(sheet).clauses
        found = [each for each in candidates(reading, sheet.units, odds, [signal]) if each.signal is signal]
        return reasons(self.weights, matter, sheet, found[0].unit, signal.kind) if found else ()

    def _settled(
        self, candidate: Candidate, chance: float, matter: Matter, units: Sequence[Unit], *, asks: bool = False
    ) -> Signal | None:
        """Make a signal of a candidate that is likely enough; a rule of the user's needs no more.

        ``asks``: the message holds a likely inquiry. What else it asks is answered with it, and no worse for that.
        """
        signal = candidate.signal
        if signal is not None and signal.rule in self.trusted:
            return signal
        listed, likely = self._bars_of(candidate)
        is_asked_too = asks and signal is not None and candidate.kind is Kind.INQUIRY
        is_cited = signal is None and _is_quoted(units[candidate.unit].start, matter.reading)
        if is_cited or (chance < listed and not is_asked_too):
            return None
        confidence = Confidence.MAYBE
        if _is_said(candidate, matter.reading):
            if signal is not None and chance >= self._sure_from(signal, listed, likely):
                confidence = Confidence.SURE
            elif chance >= likely or (asks and candidate.kind is Kind.INQUIRY):
                confidence = Confidence.LIKELY
        if signal is None:
            signal = _proposed(candidate, matter, units)
        evidence = matter.reading.message.text[candidate.start : candidate.end]
        return replace(signal, evidence=evidence, confidence=confidence, score=round(chance, 3))

    def _is_likely(self, candidate: Candidate, chance: float) -> bool:
        is_trusted = candidate.signal is not None and candidate.signal.rule in self.trusted
        return is_trusted or chance >= self._bars_of(candidate)[1]

    def _bars_of(self, candidate: Candidate) -> tuple[float, float]:
        listed, likely = self.weights.bars[KINDS.index(candidate.kind)].tolist()
        return listed, likely

    @staticmethod
    def _sure_from(signal: Signal, listed: float, likely: float) -> float:
        """Give the chance from which on both readers together are sure; one reader alone makes nothing sure.

        A rule that is sure needs less of the model: half-way up to likely. A question may be rhetorical, so there
        only a rule that is sure counts.
        """
        match signal.confidence:
            case Confidence.SURE:
                return (listed + likely) / 2
            case Confidence.LIKELY if signal.kind is not Kind.INQUIRY:
                return likely
            case _:
                return inf


def _is_said(candidate: Candidate, reading: Reading) -> bool:
    """Tell whether the author says it himself, above his signature."""
    return not _is_quoted(candidate.start, reading) and not _is_below(candidate, reading)


def _is_below(candidate: Candidate, reading: Reading) -> bool:
    """Tell whether it stands below the goodbye, where signatures advertise; a postscript is still the author's word."""
    below = reading.message.text.find(reading.goodbye) if reading.goodbye else -1
    line = reading.message.text.rfind("\n", 0, candidate.start) + 1
    return 0 <= below < candidate.start and _POSTSCRIPT.match(fold(reading.message.text[line : line + 12])) is None


def _is_quoted(place: int, reading: Reading) -> bool:
    """Tell whether a place is inside quotation marks opened before it: what stands there is cited, not said."""
    before = reading.message.text[:place]
    return before.count("«") > before.count("»") or before.count("“") > before.count("”")


def _proposed(candidate: Candidate, matter: Matter, units: Sequence[Unit]) -> Signal:
    """Make a signal of what no rule saw."""
    reading = matter.reading
    message = reading.message
    unit = units[candidate.unit]
    sentence = reading.sentences[unit.sentence]
    clause = next((each for each in matter.clauses(sentence) if sentence.start + each.start == unit.start), None)
    due: Deadline | None = None
    if candidate.kind in _DATED:
        within = (max(candidate.start - sentence.start, 0), min(candidate.end, sentence.end) - sentence.start)
        due = deadlines.pick(matter.deadlines(sentence), *within, (0, len(sentence.text)))
    conditional = (
        candidate.kind is Kind.PROMISE
        and clause is not None
        and clause.waits_on is Role.READER
        and Mood.OFFER not in clause.moods
    )
    if due is not None and (conditional or due.day is None):
        due = None
    thing = clause.object if clause is not None else None
    amount, valid_until = quotes.terms(reading) if candidate.kind is Kind.QUOTE else (None, None)
    return Signal(
        kind=candidate.kind,
        owes=debtor(candidate.kind, message.direction),
        evidence=message.text[candidate.start : candidate.end],
        rule=RULE,
        object=sentence.text[thing.start : thing.end] if thing is not None else None,
        due=due.day if due is not None else None,
        due_text=sentence.text[due.start : due.end] if due is not None else None,
        conditional=conditional,
        act=_act(clause, reading.language),
        amount=amount,
        valid_until=valid_until,
        topic=mentions.of(sentence.text),
    )


def _act(clause: Clause | None, language: str) -> Act:
    if clause is None or clause.verb is None:
        return Act.DO
    return _ACTS.get(family(clause.verb.lemma, language), Act.DO)


@cache
def shipped_weights() -> Weights:
    """Read the weights that come with Prometido."""
    return unpack((resources.files("rules.model") / WEIGHTS).read_bytes())


def load(trusted: frozenset[str] = frozenset()) -> Reader:
    """Give the reader with the weights that come with Prometido."""
    return Reader(weights=shipped_weights(), trusted=trusted)
