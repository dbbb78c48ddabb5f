"""Detection: what a message signals, found by the rules and judged by a second reader."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from rules import mentions, quotes
from rules.answers import found_out, is_sent
from rules.asked import in_context
from rules.currencies import DOLLAR, Dollar
from rules.dues import due_of, lasts, put_off
from rules.facts import Direction
from rules.grammar.clause import Mood, Role
from rules.language.matching import Matter
from rules.reading import breaths, read
from rules.signals import Act, Confidence, Kind, Party, Signal
from rules.text import fold
from rules.things import act_of, as_meant, thing_of, things_beside, unaddressed, words_naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rules.facts import Message
    from rules.language import Hit, RuleSet
    from rules.reading.reading import Reading

_OWES: Final = {
    Kind.QUOTE: Party.THEM,
    Kind.REQUEST: Party.THEM,
    Kind.INQUIRY: Party.US,
    Kind.MISSING_ATTACHMENT: Party.US,
    Kind.NO_AGREEMENT: Party.US,
    Kind.STALL: Party.THEM,
    Kind.ACCEPTANCE: Party.US,
    Kind.REJECTION: Party.THEM,
    Kind.COMPLAINT: Party.US,
    Kind.FAREWELL: Party.THEM,
    Kind.OPT_OUT: Party.THEM,
}
_DATED: Final = frozenset({Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY, Kind.STALL})
_ONCE: Final = frozenset(Kind) - {Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY}
"""Kinds that a message raises at most once."""
_GIVES_WAY: Final = frozenset({Kind.PROMISE, Kind.REQUEST, Kind.INQUIRY})
_SPAN: Final = 160
"""Longest evidence, in characters, that two places may make together."""
_SCORES: Final = {Confidence.SURE: 0.9, Confidence.LIKELY: 0.7, Confidence.MAYBE: 0.4}
_JOINT: Final = {
    Kind.PROMISE: re.compile(
        r"\W*(?:(?:cuando|en cuanto|apenas|when|once|as soon as)\b[^.;:!?]*\W)?"
        r"(?:(?:y|e|and|then|luego|despues)\b\W*)*"
    ),
    Kind.REQUEST: re.compile(r"[^.;:!?]{0,60}"),
    Kind.INQUIRY: re.compile(r"[^.;:!?]{0,60}"),
}
"""What may stand between two acts that are one."""
_DANGLING: Final = re.compile(
    r"(?:\s+(?:de|del|la|el|los|las|al|con|para|por|en|un|una|of|the|for|with))+\s*$",
    re.IGNORECASE,
)
"""What a clause ends in that was cut before its complement: no quotation ends so."""


class SecondReader(Protocol):
    """Reads a message beside the rules: vetoes what it finds implausible, proposes what no rule saw."""

    def judge(self, reading: Reading, signals: Sequence[Signal], matter: Matter | None = None) -> Sequence[Signal]:
        """Give the signals of a message, confidence settled, from those that the rules found.

        ``matter`` is what was worked out of the message for the rules.
        """
        ...


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds the signals of messages."""

    ruleset: RuleSet
    second_reader: SecondReader | None = None
    dollar: Dollar = field(default_factory=Dollar)
    """What a bare "$" means in the firm's mail."""

    def detect(self, message: Message) -> tuple[Signal, ...]:
        """Read a message and find its signals."""
        return self.detect_reading(read(message))

    def detect_reading(self, reading: Reading) -> tuple[Signal, ...]:
        """Find the signals of a message that was read already, in the order of its text. Automatic mail has none."""
        if reading.automatic is not None:
            return ()
        matter = Matter(reading)
        hits = _distinct(self.ruleset.match(reading, matter))
        acts = self.ruleset.acts.get(reading.language, {})
        signals: Sequence[Signal] = [_signal(group, matter, acts) for group in _grouped(hits, reading, acts)]
        if self.second_reader is not None:
            signals = self.second_reader.judge(reading, signals, matter)
        signals = [in_context(as_meant(unaddressed(put_off(signal, reading), reading)), reading) for signal in signals]
        meant = self.dollar.meant_in(reading)
        return tuple(signals if meant == DOLLAR else (_priced(signal, reading, meant) for signal in signals))


def _priced(signal: Signal, reading: Reading, dollar: str) -> Signal:
    """Take the "$" of a quote for what its writer means by it."""
    return signal if signal.amount is None else replace(signal, amount=quotes.terms(reading, dollar=dollar)[0])


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the best of the hits of one kind that overlap, and the best of all where a kind comes once.

    An act that is part of something else gives way to it: "llámeme en otoño" asks for no call, it puts a decision off.
    """
    best = sorted(
        hits,
        key=lambda hit: (
            *(hit.rule.kind not in _ONCE, -hit.confidence, not hit.rule.outright),
            *(hit.number, hit.start - hit.end, hit.start),
        ),
    )
    firm: list[Hit] = []
    first: dict[Kind, Hit] = {}
    taken: defaultdict[Kind, list[tuple[int, int]]] = defaultdict(list)
    kept: list[Hit] = []
    for hit in best:
        kind = hit.rule.kind
        if kind in _GIVES_WAY and any(other.start < hit.end and hit.start < other.end for other in firm):
            continue
        if kind in _ONCE and kind in first and not _adjoins(hit, first[kind]):
            continue
        # What is kept of one kind does not overlap, so only the neighbours in the text can.
        places = taken[kind]
        at = bisect.bisect(places, (hit.start, hit.end))
        if any(start < hit.end and hit.start < end for start, end in places[max(0, at - 1) : at + 1]):
            continue
        places.insert(at, (hit.start, hit.end))
        first.setdefault(kind, hit)
        kept.append(hit)
        if kind in _ONCE and hit.confidence > Confidence.MAYBE:
            firm.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.rule.kind))


def _adjoins(hit: Hit, first: Hit) -> bool:
    """Tell whether two places say the same in two breaths: "no es buen momento. Llámeme en otoño"."""
    gap = max(hit.sentence.start, first.sentence.start) - min(hit.sentence.end, first.sentence.end)
    return gap < 3 and max(hit.end, first.end) - min(hit.start, first.start) < _SPAN


def _grouped(hits: Sequence[Hit], reading: Reading, acts: Mapping[str, Act]) -> list[list[Hit]]:
    """Join acts that one sentence promises or asks under one date: "lo reviso y te digo algo mañana" is one promise.

    "Te mando el plano y te digo si cabe" is two: a thing to be sent, and a question.
    """
    groups: list[list[Hit]] = []
    for hit in hits:
        group = next((group for group in groups[::-1] if group[-1].rule.kind is hit.rule.kind), None)
        if group and _joins(group, hit, reading) and not (is_sent(group[-1], acts) and found_out(hit)):
            group.append(hit)
        else:
            groups.append([hit])
    return groups


def _joins(group: list[Hit], hit: Hit, reading: Reading) -> bool:
    before = group[-1]
    if hit.rule.kind in _ONCE:
        return True
    days = {due.day for due in map(due_of, (*group, hit)) if due is not None}
    if len(days) > 1:
        return False
    if before.sentence is not hit.sentence:
        near = 0 <= hit.sentence.start - before.sentence.end < 3
        return near and (before.rule.announces if hit.rule.kind is Kind.PROMISE else _refers_back(hit))
    if _is_named_anew(before, hit):
        return False
    gap = fold(reading.message.text[before.end : hit.start])
    return _JOINT[hit.rule.kind].fullmatch(gap) is not None


def _is_named_anew(before: Hit, hit: Hit) -> bool:
    """Tell whether somebody else is named for the second act: "I'll set it up **and our Luis** will call you"."""
    first, second = before.clause, hit.clause
    return (
        hit.rule.kind is Kind.PROMISE
        and first is not None
        and second is not None
        and second.subject in {Role.FIRM, Role.THIRD}
        and second.subject_words is not None
        and first.subject is Role.AUTHOR
    )


def _refers_back(hit: Hit) -> bool:
    """Tell whether it asks for what was just named: "necesito las facturas. ¿**Me las** puede mandar?"."""
    clause = hit.clause
    return clause is not None and clause.verb is not None and clause.verb.direct and clause.object is None


def _signal(group: Sequence[Hit], matter: Matter, acts: Mapping[str, Act]) -> Signal:
    """Make a signal of the hits that are one."""
    reading = matter.reading
    best = max(group, key=lambda hit: hit.confidence)
    kind = best.rule.kind
    dated = (due_of(hit) for hit in group[::-1] if kind in _DATED)
    due, due_text = next(((due.day, due.text) for due in dated if due is not None), (None, None))
    clauses = [hit.clause for hit in group if hit.clause is not None]
    conditional = (
        kind is Kind.PROMISE
        and bool(clauses)
        and all(clause.waits_on is Role.READER and Mood.OFFER not in clause.moods for clause in clauses)
    )
    when_met = _time_in(group, due_text) if conditional and due_text is not None else ""
    if conditional or due is None:
        due = due_text = None
    things = [thing for hit in group[::-1] if (thing := thing_of(hit, words_naming(hit, matter)))]
    act = act_of(clauses, acts)
    if kind is Kind.PROMISE and act is Act.ANSWER:
        things += filter(None, map(found_out, group[::-1]))
    amount, valid_until = quotes.terms(reading) if kind is Kind.QUOTE else (None, None)
    return Signal(
        kind=kind,
        owes=_OWES.get(kind) or (Party.US if reading.message.direction is Direction.OUTBOUND else Party.THEM),
        evidence=_evidence(group, reading),
        rule=best.rule.id,
        rule_version=best.rule.version,
        confidence=best.confidence,
        score=_SCORES[best.confidence],
        object=things[0] if things else None,
        beside=things_beside(group, matter, acts) if kind is Kind.PROMISE else (),
        due=due,
        due_text=due_text,
        holding=any(hit.holding for hit in group),
        conditional=conditional,
        when_met=when_met,
        act=act,
        lasts=kind is Kind.PROMISE and due is not None and all(map(lasts, group)),
        amount=amount,
        valid_until=valid_until,
        topic=mentions.of(best.sentence.text),
    )


def _time_in(group: Sequence[Hit], due_text: str) -> str:
    """Return the words of a time where the promise itself names it: "cuando me mandes el CIF, **el lunes** te facturo".

    Of "si me lo mandas **el lunes**, te lo preparo" it is the day of the condition.
    """
    own = (hit.sentence.text[each.start : each.end] for hit in group for each in [hit.clause] if each is not None)
    return due_text if any(due_text in said for said in own) else ""


def _evidence(group: Sequence[Hit], reading: Reading) -> str:
    start, end = group[0].start, group[-1].end
    match group[0].rule.kind:
        case Kind.COMPLAINT:
            start, end = breaths.told(reading, start, end)
        case Kind.STALL | Kind.ACCEPTANCE | Kind.REJECTION | Kind.FAREWELL | Kind.OPT_OUT | Kind.NO_AGREEMENT:
            start, end = breaths.whole(reading, start, end)
        case _:
            pass
    return _DANGLING.sub("", reading.message.text[start:end].rstrip(" ."))
