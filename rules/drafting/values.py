"""The values a text may use. A value that is not known is empty, and a stretch that needs it is dropped."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rules.addressing import base_subject
from rules.commitments import DueFrom
from rules.drafting.days import after_of, name_day
from rules.drafting.nouns import Thing, thing, topic
from rules.drafting.occasion import Occasion
from rules.drafting.people import first_name, full_name
from rules.facts import Register
from rules.signals import Kind, Party

_QUOTED_WORDS = 12  # more is not a quotation but a copy
_UNFIT = re.compile(r"https?://|www\.|@|[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ANSWER = {
    ("es", Register.TU): "tu respuesta",
    ("es", Register.VOS): "tu respuesta",
    ("es", Register.VOSOTROS): "vuestra respuesta",
    ("en", Register.NEUTRAL): "your reply",
}


def values_of(occasion: Occasion, number: str = "") -> dict[str, Any]:
    """All values for one commitment; ``number`` is put after each name where two share a draft."""
    found = {**_days(occasion), **_things(occasion), **_words(occasion), **_people(occasion)}
    return {f"{name}{number}": value for name, value in found.items()}


def _days(occasion: Occasion) -> dict[str, str]:
    commitment = occasion.commitment
    said, due = occasion.said_on, occasion.named_due
    renewed = occasion.renewed_on
    if renewed and commitment.renewals == 1:
        said = renewed[-1]

    def named(day: date | None) -> str:
        return "" if day is None else name_day(day, occasion.today, occasion.language, american=occasion.is_american)

    same = "that same day" if occasion.language == "en" else "ese mismo día"
    days = {
        "said_day": named(said),
        "due_day": same if due == said else named(due),
        "term_day": named(commitment.due),
        "first_day": named(renewed[0]),
        "second_day": named(renewed[-1]) if len(renewed) > 1 else "",
        "sent_day": named(occasion.said_on),
        "asked_day": named(occasion.said_on),
        "accepted_day": named(occasion.said_on),
        "nudge_day": named(occasion.nudged_on),
        "answered_day": named(occasion.answered_on),
        "valid_day": named(commitment.valid_until),
        "return_day": named(occasion.returns_on),
        "meeting_day": named(occasion.meeting_on or occasion.said_on),
        "left_day": named(occasion.said_on),
    }
    days |= {f"of_{name.removesuffix('_day')}": after_of(day) for name, day in days.items() if day}
    return days | {name[:1].upper() + name[1:]: day[:1].upper() + day[1:] for name, day in days.items()}


def _things(occasion: Occasion) -> dict[str, Any]:
    commitment, language = occasion.commitment, occasion.language
    theirs = commitment.owes is Party.THEM and commitment.kind is Kind.PROMISE
    found = thing(
        commitment.object, language, theirs=theirs or commitment.kind is Kind.COMPLAINT, register=occasion.register
    )
    about = topic(base_subject(commitment.subject), language)
    if found is None and theirs:
        words = _ANSWER.get((language, occasion.register), "su respuesta")
        found = Thing(text=words, it="it" if language == "en" else "la")
    quote = found if commitment.kind is Kind.QUOTE and found and not found.is_clause else None
    if quote is None:
        quote = Thing(text="the proposal", it="it") if language == "en" else Thing(text="la propuesta", it="la")
    # A quote waits as a document; where one is spoken of, "it" stands for it.
    stands_for = quote if commitment.kind is Kind.QUOTE else found
    return {
        "thing": found.text if found else "",
        "Thing": found.capital if found else "",
        "of_thing": found.of if found else "",
        "is_clause": bool(found and found.is_clause),
        "it": stands_for.it if stands_for else ("it" if language == "en" else "lo"),
        "It": (stands_for.it if stands_for else "lo").capitalize(),
        "topic": about,
        "quote": quote.text,
        "of_quote": quote.of,
        "issue": found.text if found else ("what happened" if language == "en" else "lo ocurrido"),
        "amount": commitment.amount.text if commitment.amount else "",
    }


def _words(occasion: Occasion) -> dict[str, str]:
    commitment = occasion.commitment
    said = quotation(commitment.evidence)
    ours = commitment.owes is Party.US and commitment.kind in {Kind.PROMISE, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT}
    return {
        "our_words": said if ours or commitment.kind in {Kind.REQUEST, Kind.QUOTE} else "",
        "their_words": "" if ours else said,
        "reason_words": quotation(occasion.reason) if occasion.reason else "",
        "questions": f"– {quotation(commitment.evidence, longest=40)}",
        "sentence": quotation(commitment.evidence, longest=60),
        "subject": base_subject(commitment.subject) or "–",
        "id": commitment.id,
        "from_rule": "yes" if commitment.due_from is DueFrom.RULE else "",
    }


def _people(occasion: Occasion) -> dict[str, str]:
    person = occasion.commitment.counterparty
    wrote_us = occasion.commitment.kind in {
        Kind.INQUIRY,
        Kind.COMPLAINT,
        Kind.ACCEPTANCE,
        Kind.STALL,
        Kind.REJECTION,
        Kind.FAREWELL,
    }
    theirs = wrote_us or (occasion.commitment.owes is Party.THEM and occasion.commitment.kind is Kind.PROMISE)
    nobody = "none" if occasion.language == "en" else "ninguno"
    return {
        "name": first_name(person),
        "full_name": full_name(person),
        "firm": occasion.firm,
        "who": full_name(person if theirs else occasion.sender),
        "others": "; ".join(full_name(other) for other in occasion.others) or nobody,
    }


def quotation(text: str, *, longest: int = _QUOTED_WORDS) -> str:
    """Cut a sentence so that it can be quoted: one line, no links or addresses, no control or bidi characters.

    Cut at a word, with "…"; a closing stop is dropped, quotation marks inside become single level.
    """
    words = [word for word in text.split() if not _UNFIT.search(word)]
    kept = " ".join(words[:longest]).strip(" .,;:\"'«»“”")
    kept = kept.replace("«", "“").replace("»", "”")
    return f"{kept}…" if len(words) > longest else kept
