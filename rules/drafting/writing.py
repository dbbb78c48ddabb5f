"""Write drafts and tasks. What comes out has passed the lints of :mod:`rules.drafting.lint`, or nothing comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rules.addressing import base_subject
from rules.drafting import voice
from rules.drafting.lint import faults_of
from rules.drafting.occasion import Occasion
from rules.drafting.people import goodbye, greeting, introduced
from rules.drafting.promises import of_promise
from rules.drafting.quoting import american_marks, cut_short, plain, points_inside, quoted, spanish_marks
from rules.drafting.templates import TemplateFault, Templates
from rules.drafting.thing import Thing, join, rest_of
from rules.drafting.values import has_name, named_thing, place_of, values_of
from rules.facts import Register
from rules.signals import Kind, Party
from rules.steps import is_of_care

MOST_DEBTS = 3
"""Promises of ours that one draft owns up to."""
MOST_QUESTIONS = 6
"""Questions of theirs that one draft gives back."""
_TITLE = 70  # characters a task's title may have
_CUT_IN_TITLES = ("thing", "topic", "issue", "quote", "full_name")
_FRAMES = {
    "es": (
        "{line}\n\nLo dicho: «{sentence}» ({who}, {written_day}, en «{subject}»).\n\n{due}"
        "Ya está hecho: completar esta tarea. No procede: «prometido dismiss {id}». "
        "Más adelante: «prometido snooze {id}». Por qué ha salido: «prometido why {id}»."
    ),
    "en": (
        "{line}\n\nWhat was said: “{sentence}” ({who}, {written_day}, in “{subject}”).\n\n{due}"
        "Already done: complete this task. Not relevant: “prometido dismiss {id}”. "
        "Later: “prometido snooze {id}”. Why it is here: “prometido why {id}”."
    ),
}
_USUAL = {"es": " (plazo habitual: el texto no da fecha)", "en": " (usual term: the text gives no date)"}
_DUE = {"es": "Vence: {term_day}{usual}.\n\n", "en": "Due: {term_day}{usual}.\n\n"}
_UNDATED = {"es": "sin fecha", "en": "no date"}
_THE_REPLY = {"es": "la respuesta", "en": "the reply"}
_WHAT_WAS_SAID = {"es": "lo que se dijo", "en": "what was said"}
_NAMELESS = {"es": "Lo que quedó pendiente", "en": "What was left open"}
_AGREED = {"es": "Acuerdos de {meeting} {of_meeting}", "en": "What we agreed on {meeting_day}"}


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
        """Write from these texts."""
        self._templates = templates

    def draft(self, occasion: Occasion, also: Sequence[Occasion] = ()) -> Written:
        """Write one draft, which says what else is due to the same person too. Raises Unwritable."""
        occasion = introduced(occasion)
        situation, body = self._body(occasion, also)
        text = f"{greeting(occasion)}\n\n{body}\n\n{goodbye(occasion)}\n"
        found = faults_of(text, body=body, situation=situation, language=occasion.language, register=occasion.register)
        if found:
            raise Unwritable(f"{situation}: {found[0]}")
        return Written(title=_subject(occasion), text=text)

    def can_carry(self, occasion: Occasion, other: Occasion, carried: Sequence[Occasion] = ()) -> bool:
        """Whether ``other`` can be said in the draft of ``occasion``, which says ``carried`` too already.

        Several promises of ours; one of theirs after one of ours; promises of ours after a word of care; the other
        questions of an inquiry; the other things asked for, or promised by them, in one and the same message.
        """
        if occasion.language != other.language:
            return False
        ours, theirs = occasion.commitment, other.commitment
        if ours.kind is Kind.INQUIRY and theirs.kind is Kind.INQUIRY:
            return ours.thread == theirs.thread and len(carried) + 1 < MOST_QUESTIONS
        if len(carried) + 1 >= MOST_DEBTS or not self._templates.has(
            occasion.language, _together(occasion, [*carried, other]), occasion.register.value
        ):
            return False
        if _is_our_promise(occasion):
            if any(not _is_our_promise(each) for each in carried):
                return False
            return _is_our_promise(other) or (not carried and _is_their_promise(other))
        return _is_our_promise(other) if is_of_care(ours.kind) else _is_same_breath(occasion, other)

    def task(self, occasion: Occasion, also: Sequence[Occasion] = ()) -> Written:
        """Write one task, which quotes what else was asked in the same message too. Raises Unwritable."""
        # A task speaks to the user, about the other side as "he" or "she": only the form of usted says it so.
        asked = introduced(occasion)
        occasion = replace(
            asked, thread=(), elsewhere=(), readers=occasion.readers[:1], default_register=Register.USTED
        )
        language = occasion.language
        situation = self.situation_of(occasion)
        if not asked.is_partly_done:
            situation = situation.replace("promise.rest", "promise.send")
        if not self._templates.has(language, situation, "task"):
            situation = situation.removesuffix(".quoted").removesuffix(".clause")
        told = values_of(asked)  # what the thread's own words name
        values = {**values_of(occasion), "quote": told["quote"], "topic": told["topic"]}
        if not has_name(occasion):
            said = quoted(values["sentence"], language) or _WHAT_WAS_SAID[language]
            values["thing"] = _THE_REPLY[language] if values["thing"] else said
        elif language == "en":
            values["thing"] = re.sub(r"\byour\b", "their", values["thing"])
        for name in ("topic", "issue"):
            values[name] = values[name] or values["thing"]
        values["due_day"] = values["term_day"] if values["due_day"] else ""
        try:
            title, line = self._templates.task(language, situation, values)
            for longest in (_TITLE, 40, 34, 28):
                if len(title) <= _TITLE:
                    break
                shorter = {name: cut_short(values[name], longest) for name in _CUT_IN_TITLES}
                title, _ = self._templates.task(language, situation, {**values, **shorter, "due_day": "", "amount": ""})
        except TemplateFault as fault:
            raise Unwritable(f"{situation}: {fault}") from None
        usual = _USUAL[language] if values["from_rule"] and values["term_day"] else ""
        # What follows weeks later is not due on the day on which the answer was.
        is_over = values["from_rule"] and (occasion.commitment.due or occasion.today) < occasion.today
        between = "» «" if language == "es" else "” “"
        sentence = between.join([values["sentence"], *(values_of(each)["sentence"] for each in also)])
        filled = {
            **values,
            "sentence": sentence,
            "line": line,
            "due": ""
            if is_over
            else _DUE[language].format(term_day=values["term_day"] or _UNDATED[language], usual=usual),
        }
        opening = title.partition(" ")[0]
        title = title if "@" in opening else title[:1].upper() + title[1:]
        return Written(title=cut_short(title, _TITLE), text=_FRAMES[language].format(**filled))

    def _body(self, occasion: Occasion, also: Sequence[Occasion]) -> tuple[str, str]:
        if not also:
            situation = self.situation_of(occasion)
            return situation, self._written(occasion, situation, values_of(occasion))
        situation = _together(occasion, also)
        if not situation.startswith("merged."):
            return situation, self._written(occasion, situation, values_of(occasion, also))
        if situation == "merged.care-ours":
            opening, _, closing = self._body(occasion, ())[1].partition("\n\n")
            items = [self._written(occasion, "merged.item", self._item(each)) for each in also]
            values = {"opening": opening, "items": items, "closing": closing}
            return situation, self._written(occasion, situation, values)
        if situation == "merged.ours-theirs":
            first, _, second = self._body(occasion, ())[1].partition("\n\n")
            ours = f"{first} {_first_sentence(second)}"
            return situation, self._written(occasion, situation, {**values_of(also[0]), "ours": ours})
        return situation, self._written(occasion, situation, self._debts(occasion, also))

    def _debts(self, occasion: Occasion, also: Sequence[Occasion]) -> dict[str, Any]:
        """Say what several debts are; those of one day name it once."""
        debts = sorted((occasion, *also), key=lambda each: (each.commitment.made_at, place_of(each)))
        owed = [self._item(each) for each in debts]
        said, due = ({item[day] for item in owed} for day in ("said_day", "due_day"))
        is_one_day = all(item["named"] for item in owed) and len(said) == 1 and (len(owed) == 2 or len(due) == 1)
        days = {"said_day": ""} if is_one_day else {}
        items = [self._written(occasion, "merged.item", {**item, **days}) for item in owed]
        things = join([Thing(text=item, it="") for item in items], occasion.language).text if is_one_day else ""
        numbered = {f"item{number}": item for number, item in enumerate(items, 1)}
        listed = [f"{item[:1].upper()}{item[1:]}" for item in items]
        values = {**values_of(debts[0]), **numbered, "items": listed, "things": things}
        return {**values, "due_day": values["due_day"] if len(due) == 1 else ""}

    def _owed(self, occasion: Occasion) -> Thing | None:
        """What is owed as a list names it; of what was to be done ("montamos el toldo") or called about, nothing."""
        situation, found = self.situation_of(occasion), named_thing(occasion)
        if found is None or situation in {"promise.quoted", "promise.call"}:
            return None
        return rest_of(found, occasion.language) if situation == "promise.rest" else found

    def _item(self, occasion: Occasion) -> dict[str, Any]:
        owed = self._owed(occasion)
        return {
            **values_of(occasion),
            "named": "yes" if owed else "",
            "thing": owed.text if owed else "",
            "is_clause": "yes" if owed and owed.is_clause else "",
        }

    def _written(self, occasion: Occasion, situation: str, values: Mapping[str, Any]) -> str:
        form = occasion.register.value
        if not self._templates.has(occasion.language, situation, form):
            raise Unwritable(f"no text for {situation} in this form of address")
        try:
            body = self._templates.body(occasion.language, situation, form, values, _turns(occasion))
        except TemplateFault as fault:
            raise Unwritable(f"{situation}: {fault}") from None
        if occasion.language != "es":
            return points_inside(body) if occasion.is_american else body
        return american_marks(body) if occasion.is_american else spanish_marks(body)

    def situation_of(self, occasion: Occasion) -> str:
        """Say which text fits when nothing else is said in the same mail.

        Of a promise: by what was promised, and how often it was put off.
        """
        template = occasion.template
        if template == "promise":
            return of_promise(occasion)
        if template in {"theirs.2", "request.2"} and occasion.nudged_on is None:
            template = template.replace(".2", ".1")  # nothing proves that the first was sent
        found = named_thing(occasion)
        needs_name = f"{template}.quoted" in self._templates.situations(occasion.language)
        return f"{template}.quoted" if needs_name and (found is None or found.is_clause) else template


def _turns(occasion: Occasion) -> list[Callable[[str, str], str]]:
    """What the texts are turned into: usage of the country first, then the number of the author."""
    turns: list[Callable[[str, str], str]] = []
    if occasion.is_american and occasion.register in {Register.USTED, Register.TU, Register.NEUTRAL}:
        turns.append(voice.american)
    if not occasion.is_american and occasion.register is Register.USTEDES:
        turns.append(voice.peninsular)
    if occasion.is_plural:
        turns.append(voice.plural)
    return turns


def _together(occasion: Occasion, also: Sequence[Occasion]) -> str:
    """Which text says several things at once."""
    if is_of_care(occasion.commitment.kind):
        return "merged.care-ours"
    if not _is_our_promise(occasion):
        return occasion.template
    if any(not _is_our_promise(each) for each in also):
        return "merged.ours-theirs"
    return "merged.ours-ours" if len(also) == 1 else "merged.many"


def _is_our_promise(occasion: Occasion) -> bool:
    return occasion.commitment.kind is Kind.PROMISE and occasion.commitment.owes is Party.US


def _is_their_promise(occasion: Occasion) -> bool:
    return occasion.commitment.kind is Kind.PROMISE and occasion.commitment.owes is Party.THEM


def _is_same_breath(occasion: Occasion, other: Occasion) -> bool:
    """Whether both were asked for, or promised by them, in the same message, and both are named."""
    one, two = occasion.commitment, other.commitment
    joins = one.kind is two.kind and one.kind in {Kind.REQUEST, Kind.PROMISE} and one.message_id == two.message_id
    if not joins or one.due != two.due or occasion.template != other.template:
        return False
    return all(has_name(each) and not _is_clause(each) for each in (occasion, other))


def _is_clause(occasion: Occasion) -> bool:
    found = named_thing(occasion)
    return found is not None and found.is_clause


def _first_sentence(paragraph: str) -> str:
    """The first sentence; a stop inside a place to fill does not end it."""
    match = re.match(r"(?:«\[[^\]]*\]»|[^.?])*[.?]", paragraph)
    return match[0] if match else paragraph


def _subject(occasion: Occasion) -> str:
    values = values_of(occasion)
    if occasion.commitment.kind is Kind.MEETING:
        agreed = _AGREED[occasion.language].format(**values)
        about = values["topic"].strip("«»“”")
        return f"{agreed}: {about}" if about else agreed
    base = plain(base_subject(occasion.commitment.subject))
    return f"Re: {base or values['Thing'] or _NAMELESS[occasion.language]}"
