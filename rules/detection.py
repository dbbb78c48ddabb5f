"""Detection: what a message signals, found by the rules and judged by a second reader."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from rules import mentions, quotes
from rules.answers import found_out, is_sent
from rules.currencies import DOLLAR, Dollar
from rules.dues import due_of, lasts, put_off
from rules.facts import Direction
from rules.grammar.clause import Mood, Role
from rules.language import antecedents
from rules.language.matching import Matter
from rules.reading import breaths, read
from rules.signals import Act, Confidence, Kind, Party, Signal
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rules.facts import Message
    from rules.grammar.clause import Clause, Span
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


_HANDED_OVER: Final = re.compile(r"\s+(?:enclosed|attached|herewith|below|adjunt[oa]s?|anex[oa]s?)$", re.IGNORECASE)
"""What a writer says of a thing that comes with his mail, and does not name it by."""
_NO_THING: Final = {
    Kind.QUOTE: re.compile(r"(?:a |the |un |el |total |importe )*(?:[€£$\d]|us\$|eur\b|usd\b)"),
    Kind.ACCEPTANCE: re.compile(
        r"(?:a |the |our |my |un |el |la |su |nuestr[oa] |mi )*"
        r"(?:visto bueno|luz verde|ok\b|okay|conformidad|aprobacion|go[- ]ahead|green light|ahead\b|approval)"
    ),
}
"""What the clause that carries a signal acts on and is not the thing of the signal: a price, a yes."""


_NAMED: Final = re.compile(r"(?:el|la|los|las|un|una|unos|unas|mi|tu|su|the|an?|my|our|your)s? \w", re.IGNORECASE)
"""A thing that is named so that it can be spoken of again."""
_ACTED_ON: Final = re.compile(r"\s+(?:for|of|on|about|to|with)\s+\w+ing$", re.IGNORECASE)
"""A verb that a thing was cut after, its own object having been left out: "a quote **for getting** you registered"."""
_ITS_OBJECT: Final = re.compile(r"\s+(?:you|your|the|it|them|us|our|an?|my|his|her|their|this|that)\b", re.IGNORECASE)
_SHORT_NAME: Final = 3
"""Letters that a short form of a name has at least: "Deb" for Deborah."""
_STATE: Final = re.compile(r"\w{2,}(?:ad|id)[oa]s?")
"""How the thing of a pronoun is to be: "me lo devuelve **firmado**"."""


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
        signals = [_in_context(_meant(_unaddressed(put_off(signal, reading), reading)), reading) for signal in signals]
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
    things = [thing for hit in group[::-1] if (thing := _thing(hit, _named(hit, matter)))]
    act = _act(clauses, acts)
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
        beside=_beside(group, matter, acts) if kind is Kind.PROMISE else (),
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


def _beside(group: Sequence[Hit], matter: Matter, acts: Mapping[str, Act]) -> tuple[str, ...]:
    """Return the things that the acts before the last send or tell, where they all do and each names its own."""
    handed = [hit for hit in group if hit.clause is not None and _act([hit.clause], acts) in {Act.SEND, Act.ANSWER}]
    things = [_thing(hit, _named(hit, matter)) for hit in handed]
    if len(handed) < len(group) or not all(thing and _NAMED.match(thing) for thing in things):
        return ()
    return tuple(thing for thing in dict.fromkeys(filter(None, things)) if thing != things[-1])


def _named(hit: Hit, matter: Matter) -> str | None:
    """Return the words that name the thing of a hit. The "it" of a yes is the offer, whatever was named before."""
    is_yes_to_it = hit.rule.kind is Kind.ACCEPTANCE and (hit.clause is None or hit.clause.object is None)
    if hit.clause is not None and (comes := _what_comes(hit.clause)) is not None:
        return hit.sentence.text[comes.start : comes.end]
    return None if is_yes_to_it else antecedents.thing_of(hit, matter)


def _what_comes(clause: Clause) -> Span | None:
    """Tell the thing of which a clause says that it comes: "**the report** is coming on Friday". It is sent."""
    is_to_come = clause.verb is not None and clause.verb.lemma == "come" and clause.subject is Role.THIRD
    return clause.subject_words if is_to_come else None


def _thing(hit: Hit, named: str | None) -> str | None:
    """Return the words of the thing that a hit is about; None for what only looks like one."""
    if named is None:
        return None
    thing = _HANDED_OVER.sub("", named)
    thing = _ACTED_ON.sub("", thing) if _goes_on(hit) else thing
    folded, none = fold(thing), _NO_THING.get(hit.rule.kind)
    verb = hit.clause.verb if hit.clause is not None else None
    is_state = verb is not None and verb.direct and _STATE.fullmatch(folded)
    return None if is_state or (none is not None and none.match(folded)) else thing


def _goes_on(hit: Hit) -> bool:
    """Tell whether what follows the thing of a hit belongs to the verb that the thing ends in."""
    place = hit.clause.object if hit.clause is not None else None
    return place is not None and _ITS_OBJECT.match(hit.sentence.text, place.end) is not None


def _unaddressed(signal: Signal, reading: Reading) -> Signal:
    """Take no name of the person spoken to for a thing: "don't bother with **the scenarios** Deb", "dale Gise"."""
    head, _, last = (signal.object or "").rpartition(" ")
    names = {fold(person.name).partition(" ")[0] for person in reading.message.to}
    is_name = last[:1].isupper() and len(last) >= _SHORT_NAME and any(name.startswith(fold(last)) for name in names)
    return replace(signal, object=head or None) if is_name else signal


def _act(clauses: Sequence[Clause], acts: Mapping[str, Act]) -> Act:
    """Tell what a promise or request is about: a call, if one is in it ("te llamo y vemos…"), else what comes last."""
    found = [
        Act.SEND if _what_comes(clause) else acts[clause.verb.lemma]
        for clause in clauses
        if clause.verb and clause.verb.lemma in acts
    ]
    return Act.CALL if Act.CALL in found else found[-1] if found else Act.DO


_CALLS = re.compile(
    r"\b(?:talk|speak) (?:to|with) you\b"
    r"|\b(?:give|giving|drop) (?:\w+ )?an? (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle)\b"
    r"|\b(?:hago|hare|hacemos|haremos|hacer|doy|dare|damos|daremos|dar|pego|pegare|echo|echare)(?:te|le|les|os)?"
    r" (?:un|una) (?:\w+ )?(?:llamad\w+|telefonazo|timbrazo|toque)\b"
)


_COMES_BACK = re.compile(r"\b(?:com(?:e|ing)|get(?:ting)?|be|circl(?:e|ing)) back (?:(?:to|with) (?:you|u)|in touch)\b")
_AN_ANSWER = re.compile(
    r"(?:(?:an?|the|some|any|your|un|una|la|su|tu|mas|alguna) )?(?:\w+ )?"
    r"(?:answer|reply|response|news|word|update|respuesta|contestacion|noticias?|novedad(?:es)?)"
)


def _meant(signal: Signal) -> Signal:
    """See the act where the verb hides it: in "I'll give you a ring" nothing is given, nor in "te doy una respuesta".

    Who comes or gets back to somebody answers him; an answer is no thing to be sent, either.
    """
    if signal.kind not in {Kind.PROMISE, Kind.REQUEST}:
        return signal
    said = fold(signal.evidence)
    if _CALLS.search(said):
        return replace(signal, act=Act.CALL)
    if signal.act is not Act.CALL and signal.object is not None and _AN_ANSWER.fullmatch(fold(signal.object)):
        return replace(signal, act=Act.ANSWER, object=None)
    return replace(signal, act=Act.ANSWER) if signal.object is None and _COMES_BACK.search(said) else signal


_LEANS: Final = re.compile(
    r"\b(?:that|this|these|those|them|it|eso|esto|ello)\b|\b(?:me|te|se|nos|os) l[oa]s?\b|^\W*l[oa]s? \w+"
)
"""Words of a question that stand for what was said before it."""
_ALSO_ASKED: Final = {
    "es": re.compile(
        r",?\s+(?:y|e|o)\s+(?:si|(?:a |de |en |con |para |por )?(?:qué|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?)"
        r"|cuándo|cómo|dónde)\s(?!es posible)[^.;?!¿]+"
    ),
    "en": re.compile(r",?\s+(?:and|or)\s+(?:if|whether|how|what|which|when|where|who)\s(?!possible)[^.;?!]+"),
}
"""A second question that the first one's verb asks."""
_TELLING: Final = 2
"""Words that name something, at most, in a question that does not say by itself what it is about."""


def _in_context(signal: Signal, reading: Reading) -> Signal:
    """Quote a question with what it is about: "necesito 40 sillas, ¿me cotiza?", "I have a boat. Is that for you?".

    Nor is it cut before another that leans on its verb: "quisiera saber si montan toldos **y si hacen descuento**".
    """
    if signal.kind is not Kind.INQUIRY:
        return signal
    text = reading.message.text
    after = text.partition(signal.evidence)[2]
    if more := _ALSO_ASKED[reading.language].match(after):
        signal = replace(signal, evidence=signal.evidence + more[0].rstrip())
    if signal.object is not None:
        return signal
    start = text.find(signal.evidence)
    end = start + len(signal.evidence)
    if start >= 0 and len(mentions.of(signal.evidence)) <= _TELLING:
        start, end = breaths.whole(reading, start, end)
    said = text[start:end]
    if start >= 0 and (len(mentions.of(said)) <= _TELLING or _LEANS.search(fold(said))):
        start, end = breaths.leant_on(reading, start, end)
    return replace(signal, evidence=text[start:end].rstrip(" .")) if start >= 0 else signal


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
