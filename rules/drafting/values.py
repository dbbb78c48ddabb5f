"""The values a text may use. A value that is not known is empty, and a stretch that needs it is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rules.addressing import base_subject
from rules.commitments import DueFrom
from rules.drafting import voice
from rules.drafting.deeds import is_by_another, is_to_pay
from rules.drafting.issues import issue
from rules.drafting.nouns import thing
from rules.drafting.occasion import Occasion
from rules.drafting.people import first_name, full_name, sr_name
from rules.drafting.questions import are_asked, asked
from rules.drafting.quoting import is_quotation, plain, quotation, sentences_in
from rules.drafting.reasons import reason_in
from rules.drafting.said_days import days_of
from rules.drafting.thing import Thing, join, rest_of
from rules.drafting.topics import about, is_quote, meeting_of, quote_of, was_quoted
from rules.facts import Register
from rules.signals import Act, Kind, Party
from rules.text import fold, words

_SENTENCE = 60  # words of a sentence that a task shows; nobody but the user reads it
_ANSWER = {
    ("es", Register.TU): "tu respuesta",
    ("es", Register.VOS): "tu respuesta",
    ("es", Register.VOSOTROS): "vuestra respuesta",
    ("en", Register.NEUTRAL): "your reply",
}
_WROTE_TO_US = frozenset(
    {Kind.INQUIRY, Kind.COMPLAINT, Kind.ACCEPTANCE, Kind.STALL, Kind.REJECTION, Kind.FAREWELL, Kind.OPT_OUT}
)
_ASKS_TO_BE_CONTACTED = re.compile(
    r"\b(?:ll[aá]m\w*|escr[ií]b\w*|av[ií]s\w*|cont[aá]ct\w*|h[aá]bl\w*|ret[oó]m\w*|v[uo][eé]?lv\w*|b[uú]sc[ao]me|m[aá]rc[ao]me"
    r"|call|write|contact|circle back|get in touch|get back|check back|come back|talk|try|ping)\b",
    re.IGNORECASE,
)
_YES = {
    "es": re.compile(
        r"\b(?:visto bueno|conformidad|aprobaci[oó]n|autorizaci[oó]n|confirmaci[oó]n|ok"
        r"|(?:orden|hoja) de (?:compra|pedido)|(?:el|su|nuestro) pedido|(?:el|su) precio)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:go-?ahead|green light|approval|confirmation|sign-?off|(?:purchase )?order|p\.?o\.?|price)\b",
        re.IGNORECASE,
    ),
}


_OURS = re.compile(r"\b(?:our|my|nuestr[oa]s?|mis?)\b", re.IGNORECASE)
_BARE = words(
    """
    will do done it that this i we i'll we'll thanks thank you ok okay sure great noted perfect
    vale hecho lo la los las hago hacemos hare haremos asi gracias perfecto de acuerdo claro sin falta prometido si
    """
)
"""Words of a promise that names nothing."""


def values_of(occasion: Occasion, also: Sequence[Occasion] = ()) -> dict[str, Any]:
    """All values for one commitment; of ``also`` (said in the same mail) questions and things are joined in."""
    return {
        **days_of(occasion, named_thing(occasion)),
        **_things(occasion, also),
        **_words(occasion, also),
        **_people(occasion),
    }


def has_name(occasion: Occasion) -> bool:
    """Whether the thing owed was named, so that the draft need not quote."""
    return _thing_said(occasion) is not None


def named_thing(occasion: Occasion) -> Thing | None:
    """The thing owed as a noun phrase that the draft can use, or None: then our own words are quoted."""
    found = _thing_said(occasion)
    if found is None and occasion.commitment.kind is Kind.PROMISE and _by_them(occasion):
        words = _ANSWER.get((occasion.language, occasion.register), "su respuesta")
        return Thing(text=words, it="it" if occasion.language == "en" else "la")
    return found


def _thing_said(occasion: Occasion) -> Thing | None:
    if occasion.commitment.kind is Kind.COMPLAINT and not _is_about(occasion):
        return issue(occasion.commitment.evidence, occasion.language, occasion.register, many=occasion.is_plural)
    if occasion.commitment.kind is Kind.ACCEPTANCE and (
        _is_the_yes(occasion) or (_names_the_quote(occasion) and about(occasion))
    ):
        return None
    return thing(
        occasion.commitment.object,
        occasion.language,
        theirs=_by_them(occasion),
        register=occasion.register,
        many=occasion.is_plural,
    )


def _names_the_quote(occasion: Occasion) -> bool:
    """Whether they said yes to "the quote": what starts is what it is for."""
    return is_quote(occasion.commitment.object or "", occasion.language)


def _is_the_yes(occasion: Occasion) -> bool:
    """Whether the thing named is the yes itself, or the paper that says it: "damos **el visto bueno**", "our order"."""
    return _YES[occasion.language].search(occasion.commitment.object or "") is not None


def _is_about(occasion: Occasion) -> bool:
    """Whether a complaint is about its object: it begins with it or has trouble "with" it. Else it only mentions it."""
    evidence, named = fold(plain(occasion.commitment.evidence)), fold(plain(occasion.commitment.object or ""))
    if not named or named not in evidence:
        return False
    before = evidence.partition(named)[0].split()
    return not before or before[-1] in {"con", "with", "sobre", "about"}


def _by_them(occasion: Occasion) -> bool:
    kind, owes = occasion.commitment.kind, occasion.commitment.owes
    return kind in _WROTE_TO_US or (owes is Party.THEM and kind is Kind.PROMISE)


def _things(occasion: Occasion, also: Sequence[Occasion]) -> dict[str, Any]:
    commitment, language = occasion.commitment, occasion.language
    found = named_thing(occasion)
    others = [named_thing(other) for other in also]
    if found and others and not found.is_clause:
        found = join([found, *(other for other in others if other)], language)
    quote = quote_of(occasion, found)
    about_what = found.text if found and not found.is_clause else "what happened" if language == "en" else "lo ocurrido"
    # A quote waits as a document; where one is spoken of, "it" stands for it.
    stands_for = quote if commitment.kind is Kind.QUOTE else found
    topic = about(occasion)
    amount = plain(commitment.amount.text) if commitment.amount else ""
    return {
        "thing": found.text if found else "",
        "Thing": found.capital if found else "",
        "of_thing": found.of if found else "",
        "rest": rest_of(found, language).text if found else "",
        "it": stands_for.it if stands_for else ("it" if language == "en" else "lo"),
        "It": (stands_for.it if stands_for else "lo").capitalize(),
        "topic": topic,
        "named_topic": "" if is_quotation(topic) else topic,
        "about": "" if found and _repeats(topic, found.text) else topic,
        "quote": quote.text,
        "of_quote": quote.of,
        "has_quote": "yes" if was_quoted(occasion) else "",
        "issue": about_what,
        "amount": re.sub(r"(?<=\d) (?=\D)|(?<=\D) (?=\d)", "\N{NO-BREAK SPACE}", amount),
    }


def _repeats(topic: str, named: str) -> bool:
    """Whether the topic says the thing again: "el presupuesto de la cocina" after "el presupuesto"."""
    heads = [word for word in re.findall(r"\w+", fold(named)) if len(word) > 3]
    return bool(heads) and heads[0] in re.findall(r"\w+", fold(topic))


def _words(occasion: Occasion, also: Sequence[Occasion]) -> dict[str, str]:
    commitment, language = occasion.commitment, occasion.language
    said = quotation(commitment.evidence, about=commitment.object or "")
    ours = not _by_them(occasion)
    if commitment.kind is Kind.PROMISE and set(re.findall(r"[\w']+", fold(said))) <= _BARE:
        said = ""  # "will do, thanks" says nothing of what
    theirs = "" if ours else said
    if commitment.kind is Kind.STALL:
        theirs = quotation(_asking_to_be_contacted(plain(commitment.evidence)))
    leaving = commitment.kind in {Kind.REJECTION, Kind.FAREWELL}
    in_order = sorted((occasion, *also), key=place_of)
    said_in = [(each, sentence) for each in in_order for sentence in sentences_in(each.commitment.evidence)]
    asked_for = list(dict.fromkeys(filter(None, (asked(sentence, each.language) for each, sentence in said_in))))
    topic = about(occasion)
    questions = [asked for asked in asked_for if " " in asked or not topic]  # "mándamelas" says less than the subject
    return {
        "our_words": said if ours and not (commitment.kind is Kind.REQUEST and _says_nothing(said)) else "",
        "their_words": theirs,
        "reason_words": quotation(reason_in(plain(commitment.evidence), language)) if leaving else "",
        "questions": "\n".join(f"– {question}" for question in questions),
        "asks": "yes" if questions and are_asked(questions) else "",
        "sentence": _shown(commitment.evidence),
        "subject": plain(base_subject(commitment.subject)) or "–",
        "id": commitment.id,
        "from_rule": "yes" if commitment.due_from is DueFrom.RULE else "",
        "late": "yes" if occasion.is_late else "",
        "by_another": "yes" if is_by_another(commitment.evidence) or _names_no_author(commitment.evidence) else "",
        "is_paid": "yes" if is_to_pay(commitment.evidence, commitment.object or "") else "",
        "named": "yes" if has_name(occasion) else "",
        "is_answer": "" if commitment.act is Act.SEND and not has_name(occasion) else "yes",
        "is_quoted": "yes" if theirs and has_name(occasion) and _is_in(commitment.object or "", theirs) else "",
    }


def _asking_to_be_contacted(sentence: str) -> str:
    """A sentence from where it asks for a call or a mail ("ahora no, **llámame en abril**"), if it does."""
    match = _ASKS_TO_BE_CONTACTED.search(sentence)
    if match is None:
        return ""
    before = max(sentence.rfind(sign, 0, match.start()) for sign in ",;:.!?") + 1
    return re.sub(r"^\s*(?:pero|y|así que|but|and|so)\b", "", sentence[before:], flags=re.IGNORECASE).strip()


def _names_no_author(sentence: str) -> bool:
    """Whether neither "I" nor "we" act in a sentence: "mañana pasa el técnico", "our tiler will be with you"."""
    return voice.speaks_as_many(_OURS.sub("", sentence)) is None


def _says_nothing(words: str) -> bool:
    """Whether a request is cut so short that it asks for nothing: "mándame", "necesitamos que nos digáis"."""
    return len(words.split()) < 5 and "?" not in words and "…" not in words


def _is_in(named: str, words: str) -> bool:
    """Whether a quotation has the thing in it, at least its first words: then a pronoun is enough."""
    head = fold(plain(named)).split()[:2]
    return bool(head) and " ".join(head) in fold(words)


def place_of(occasion: Occasion) -> int:
    """Where in its message something was said, as far as its signals tell."""
    commitment = occasion.commitment
    said = [
        signal.evidence for trace in occasion.thread if trace.id == commitment.message_id for signal in trace.signals
    ]
    return said.index(commitment.evidence) if commitment.evidence in said else len(said)


def _shown(sentence: str) -> str:
    """A sentence for the user's own eyes: whole unless very long, and in one line."""
    words = plain(sentence).split()
    return " ".join(words[:_SENTENCE]) + ("…" if len(words) > _SENTENCE else "")


def _people(occasion: Occasion) -> dict[str, str]:
    person = occasion.commitment.counterparty
    by_them = _by_them(occasion)
    nobody = "none" if occasion.language == "en" else "ninguno"
    meeting = meeting_of(occasion)
    return {
        "name": first_name(person),
        "sr_name": sr_name(person, occasion.language),
        "full_name": full_name(person),
        "firm": occasion.firm,
        "who": full_name(person if by_them else occasion.sender),
        "others": "; ".join(full_name(other) for other in occasion.others) or nobody,
        "meeting": meeting.kind,
    }
