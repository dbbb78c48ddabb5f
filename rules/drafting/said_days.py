"""The days that a text may name: when it was said, for when, how often."""

from __future__ import annotations

from datetime import date

from rules.drafting.days import after_of, name_day
from rules.drafting.occasion import Occasion
from rules.drafting.people import join_names
from rules.drafting.thing import Thing

MOST_TIMES = 3  # promises of the same that are told one by one
_TIMES = {
    "es": {0: "varias veces", 2: "dos veces", 3: "tres veces"},
    "en": {0: "several times", 2: "twice", 3: "three times"},
}
DAYS = (
    *("said_day", "due_day", "term_day", "first_day", "second_day", "sent_day", "asked_day", "accepted_day"),
    *("nudge_day", "answered_day", "valid_day", "return_day", "meeting_day", "left_day"),
)


def days_of(occasion: Occasion, found: Thing | None) -> dict[str, str]:
    """The days a text may name, each also with a capital and after "de"; ``found`` is the thing owed."""
    commitment = occasion.commitment
    renewed = occasion.renewed_on
    said = renewed[-1] if commitment.renewals and renewed else occasion.said_on
    due = occasion.named_due

    def named(day: date | None) -> str:
        return "" if day is None else name_day(day, occasion.today, occasion.language, american=occasion.is_american)

    same = "that same day" if occasion.language == "en" else "ese mismo día"
    again = [named(day) for day in (renewed if len(renewed) <= MOST_TIMES else (renewed[0], renewed[-1]))]
    days = dict.fromkeys(DAYS, "") | {
        "said_day": named(said),
        "written_day": named(occasion.said_on),
        "due_day": "" if found and found.ends_in_day else same if due == said else named(due),
        "term_day": named(commitment.due),
        "first_day": named(renewed[0]),
        "second_day": named(renewed[-1]) if len(renewed) > 1 else "",
        "sent_day": named(occasion.wrote_on or occasion.said_on),
        "asked_day": named(occasion.said_on),
        "accepted_day": named(occasion.said_on),
        "nudge_day": named(occasion.nudged_on),
        "answered_day": named(occasion.answered_on),
        "valid_day": named(commitment.valid_until),
        "return_day": named(occasion.returns_on),
        "meeting_day": named(occasion.meeting_on or occasion.said_on),
        "left_day": named(occasion.said_on),
    }
    days |= {f"of_{name.removesuffix('_day')}": after_of(day) for name, day in days.items()}
    days |= {"times": _TIMES[occasion.language].get(len(renewed), _TIMES[occasion.language][0])}
    days |= {"promised_days": join_names(again, occasion.language)}
    return days | {name[:1].upper() + name[1:]: day[:1].upper() + day[1:] for name, day in days.items()}
