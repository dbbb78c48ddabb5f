"""What a signal is about: the thing that its words name, and the act."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rules.grammar.clause import Role
from rules.language import antecedents
from rules.signals import Act, Kind, Signal
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.grammar.clause import Clause, Span
    from rules.language import Hit
    from rules.language.matching import Matter
    from rules.reading.reading import Reading

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
_CALLS: Final = re.compile(
    r"\b(?:talk|speak) (?:to|with) you\b"
    r"|\b(?:give|giving|drop) (?:\w+ )?an? (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle)\b"
    r"|\b(?:hago|hare|hacemos|haremos|hacer|doy|dare|damos|daremos|dar|pego|pegare|echo|echare)(?:te|le|les|os)?"
    r" (?:un|una) (?:\w+ )?(?:llamad\w+|telefonazo|timbrazo|toque)\b"
)
_COMES_BACK: Final = re.compile(
    r"\b(?:com(?:e|ing)|get(?:ting)?|be|circl(?:e|ing)) back (?:(?:to|with) (?:you|u)|in touch)\b"
)
_AN_ANSWER: Final = re.compile(
    r"(?:(?:an?|the|some|any|your|un|una|la|su|tu|mas|alguna) )?(?:\w+ )?"
    r"(?:answer|reply|response|news|word|update|respuesta|contestacion|noticias?|novedad(?:es)?)"
)


def words_naming(hit: Hit, matter: Matter) -> str | None:
    """Return the words that name the thing of a hit. The "it" of a yes is the offer, whatever was named before."""
    is_yes_to_it = hit.rule.kind is Kind.ACCEPTANCE and (hit.clause is None or hit.clause.object is None)
    if hit.clause is not None and (comes := _what_comes(hit.clause)) is not None:
        return hit.sentence.text[comes.start : comes.end]
    return None if is_yes_to_it else antecedents.thing_of(hit, matter)


def _what_comes(clause: Clause) -> Span | None:
    """Tell the thing of which a clause says that it comes: "**the report** is coming on Friday". It is sent."""
    is_to_come = clause.verb is not None and clause.verb.lemma == "come" and clause.subject is Role.THIRD
    return clause.subject_words if is_to_come else None


def thing_of(hit: Hit, named: str | None) -> str | None:
    """Return the words of the thing that a hit is about; None for what only looks like one."""
    if named is None:
        return None
    thing = _HANDED_OVER.sub("", named)
    thing = _ACTED_ON.sub("", thing) if _goes_on(hit) else thing
    folded, none = fold(thing), _NO_THING.get(hit.rule.kind)
    verb = hit.clause.verb if hit.clause is not None else None
    is_state = verb is not None and verb.direct and _STATE.fullmatch(folded)
    return None if is_state or (none is not None and none.match(folded)) else thing


def things_beside(group: Sequence[Hit], matter: Matter, acts: Mapping[str, Act]) -> tuple[str, ...]:
    """Return the things that the acts before the last send or tell, where they all do and each names its own."""
    handed = [hit for hit in group if hit.clause is not None and act_of([hit.clause], acts) in {Act.SEND, Act.ANSWER}]
    things = [thing_of(hit, words_naming(hit, matter)) for hit in handed]
    if len(handed) < len(group) or not all(thing and _NAMED.match(thing) for thing in things):
        return ()
    return tuple(thing for thing in dict.fromkeys(filter(None, things)) if thing != things[-1])


def unaddressed(signal: Signal, reading: Reading) -> Signal:
    """Take no name of the person spoken to for a thing: "don't bother with **the scenarios** Deb", "dale Gise"."""
    head, _, last = (signal.object or "").rpartition(" ")
    names = {fold(person.name).partition(" ")[0] for person in reading.message.to}
    is_name = last[:1].isupper() and len(last) >= _SHORT_NAME and any(name.startswith(fold(last)) for name in names)
    return replace(signal, object=head or None) if is_name else signal


def act_of(clauses: Sequence[Clause], acts: Mapping[str, Act]) -> Act:
    """Tell what a promise or request is about: a call, if one is in it ("te llamo y vemos…"), else what comes last."""
    found = [
        Act.SEND if _what_comes(clause) else acts[clause.verb.lemma]
        for clause in clauses
        if clause.verb and clause.verb.lemma in acts
    ]
    return Act.CALL if Act.CALL in found else found[-1] if found else Act.DO


def as_meant(signal: Signal) -> Signal:
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


def _goes_on(hit: Hit) -> bool:
    """Tell whether what follows the thing of a hit belongs to the verb that the thing ends in."""
    place = hit.clause.object if hit.clause is not None else None
    return place is not None and _ITS_OBJECT.match(hit.sentence.text, place.end) is not None
