"""Write drafts and tasks. What comes out has passed the lints of :mod:`rules.drafting.lint`, or nothing comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from rules.addressing import base_subject
from rules.drafting.days import name_day
from rules.drafting.lint import faults_of
from rules.drafting.occasion import Occasion
from rules.drafting.people import goodbye, greeting
from rules.drafting.templates import TemplateFault, Templates
from rules.drafting.values import values_of
from rules.signals import Act, Kind, Party

_TITLE = 70  # characters a task's title may have
_FRAMES = {
    "es": (
        "{line}\n\nLo dicho: «{sentence}» ({who}, {said_day}, en «{subject}»).\n\nVence: {term_day}{usual}.\n\n"
        "Ya está hecho: completar esta tarea. No procede: «prometido dismiss {id}». "
        "Más adelante: «prometido snooze {id}». Por qué ha salido: «prometido why {id}»."
    ),
    "en": (
        "{line}\n\nWhat was said: “{sentence}” ({who}, {said_day}, in “{subject}”).\n\nDue: {term_day}{usual}.\n\n"
        "Already done: complete this task. Not relevant: “prometido dismiss {id}”. "
        "Later: “prometido snooze {id}”. Why it is here: “prometido why {id}”."
    ),
}
_USUAL = {"es": " (plazo habitual: el texto no da fecha)", "en": " (usual term: the text gives no date)"}
_UNDATED = {"es": "sin fecha", "en": "no date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text ready to be left outside."""

    title: str
    """Subject of a draft, title of a task."""
    text: str


class Unwritable(ValueError):
    """There is nothing concrete to cite, or the text came out wrong: then there is no draft."""


class Writer:
    """Writes from templates; knows nothing that the occasion does not prove."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def draft(self, occasion: Occasion, also: Sequence[Occasion] = ()) -> Written:
        """Write one draft, which says what else is due to the same person too. Raises Unwritable."""
        situation, values = self._situation(occasion, also)
        form = occasion.register.value
        if not self._templates.has(occasion.language, situation, form):
            raise Unwritable(f"no text for {situation} in this form of address")
        try:
            body = self._templates.body(occasion.language, situation, form, values)
        except TemplateFault as fault:
            raise Unwritable(f"{situation}: {fault}") from None
        text = f"{greeting(occasion)}\n\n{self._styled(body, occasion)}\n\n{goodbye(occasion)}\n"
        found = faults_of(text, body=body, situation=situation, language=occasion.language, register=occasion.register)
        if found:
            raise Unwritable(f"{situation}: {found[0]}")
        return Written(title=self._subject(occasion), text=text)

    def can_carry(self, occasion: Occasion, other: Occasion) -> bool:
        """Whether ``other`` can be said in the draft of ``occasion``: two debts of ours, or theirs after ours."""
        if occasion.language != other.language or not values_of(other)["thing"] or not values_of(occasion)["thing"]:
            return False
        ours = occasion.commitment.owes is Party.US and occasion.commitment.kind is Kind.PROMISE
        merged = "merged.ours-ours" if other.commitment.owes is Party.US else "merged.ours-theirs"
        fits = ours and other.commitment.kind is Kind.PROMISE
        return fits and self._templates.has(occasion.language, merged, occasion.register.value)

    def task(self, occasion: Occasion) -> Written:
        """Write one task. Raises Unwritable."""
        language = occasion.language
        situation = self._single(occasion)
        if not self._templates.has(language, situation, "task"):
            situation = situation.removesuffix(".quoted")
        values = values_of(occasion)
        values["thing"] = values["thing"] or _quoted(values["sentence"], language)
        values["quote"] = values["quote"] if occasion.commitment.kind is Kind.QUOTE else values["thing"]
        for name in ("topic", "issue"):
            values[name] = values[name] or values["thing"]
        values["reason_words"] = values["reason_words"] or "–"
        try:
            title, line = self._templates.task(language, situation, values)
            if len(title) > _TITLE:
                shorter = {name: _cut(values[name], 28) for name in ("thing", "topic", "issue", "quote", "full_name")}
                title, _ = self._templates.task(language, situation, {**values, **shorter, "due_day": "", "amount": ""})
        except TemplateFault as fault:
            raise Unwritable(f"{situation}: {fault}") from None
        usual = _USUAL[language] if values["from_rule"] and values["term_day"] else ""
        frame = _FRAMES[language]
        filled = {**values, "line": line, "usual": usual, "term_day": values["term_day"] or _UNDATED[language]}
        return Written(title=_cut(title[:1].upper() + title[1:], _TITLE), text=frame.format(**filled))

    def _situation(self, occasion: Occasion, also: Sequence[Occasion]) -> tuple[str, dict[str, object]]:
        if not also:
            return self._single(occasion), values_of(occasion)
        other = also[0]
        kind = "ours" if other.commitment.owes is Party.US else "theirs"
        return f"merged.ours-{kind}", {**values_of(occasion, "1"), **values_of(other, "2")} | values_of(occasion)

    def _single(self, occasion: Occasion) -> str:
        """Which text fits: of a promise, by what was promised and how often it was put off."""
        named = bool(values_of(occasion)["thing"])
        match occasion.template:
            case "promise":
                return self._promise(occasion, named=named)
            case "missing_attachment" | "request.1" | "request.2" if not named:
                return f"{occasion.template}.quoted"
            case template:
                return template

    def _promise(self, occasion: Occasion, *, named: bool) -> str:
        commitment = occasion.commitment
        if commitment.renewals >= 2 and named and len(occasion.renewed_on) > 1:
            return "promise.twice"
        match commitment.act:
            case Act.SEND:
                return "promise.send" if named else "promise.quoted"
            case Act.CALL:
                return "promise.call"
            case Act.ANSWER:
                return "promise.answer" if base_subject(commitment.subject) else "promise.quoted"
            case Act.MEET | Act.DO:
                return "promise.quoted"
            case _:
                assert_never(commitment.act)

    def _styled(self, body: str, occasion: Occasion) -> str:
        """Quotation marks of the country: «…» in Spain, “…” in America; the places to fill keep theirs."""
        if occasion.language != "es":
            return body
        if occasion.is_american:
            return re.sub(r"«(?!\[)([^«»]*)»", r"“\1”", body)
        return re.sub(r"“([^“”]*)”(?![^«]*»)", r"«\1»", body)

    def _subject(self, occasion: Occasion) -> str:
        if occasion.template == "meeting":
            day = occasion.meeting_on or occasion.said_on
            values = values_of(occasion)
            about = base_subject(occasion.commitment.subject)
            if occasion.language == "en":
                named = name_day(day, occasion.today, "en", american=occasion.is_american)
                return f"What we agreed on {named}: {about}"
            return f"Acuerdos de la reunión {values['of_meeting']}: {about}"
        base = base_subject(occasion.commitment.subject)
        if not base:
            base = values_of(occasion)["Thing"] or (
                "Follow-up" if occasion.language == "en" else "Lo que quedó pendiente"
            )
        return f"Re: {base}"


def _quoted(sentence: str, language: str) -> str:
    return f"“{sentence}”" if language == "en" else f"«{sentence}»"


def _cut(text: str, longest: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(maxsplit=1)[0].rstrip(" ,;:(") + "…"
