"""The tables in which a language says how it speaks of times, read and made ready for searching."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final

import re2

from config import shipped_yaml
from rules.deadlines.counting import COUNTS, Count
from rules.deadlines.deadline import DeadlineKind

LANGUAGES: Final = ("es", "en")

_FIGURES: Final = {
    "day": r"0?[1-9]|[12]\d|3[01]",
    "first": r"0?[1-9]|[12]\d|3[01]",
    "second": r"0?[1-9]|[12]\d|3[01]",
    "year": r"20\d\d|\d\d",
    "number": r"\d{1,3}",
    "upto": r"\d{1,3}",
}
"""Words written in figures."""
_MAYBE: Final = "\0"
_TABLE_OF: Final = {"upto": "number"}
"""Words that are read by the table of another one."""
_MEANS: Final = {"short_weekday": "weekday", "dayword": "day", "quarter": "number"}
"""Words that say the same as another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One way to name a time."""

    pattern: re.Pattern[str]
    kind: DeadlineKind
    count: Count | None = None
    constants: Mapping[str, int] = field(default_factory=dict)
    company: bool = False
    """Counts only beside another word of time: "lunes" alone is too little, "para lunes" is enough."""
    shifts: bool = True
    """Whether "antes de" moves it by a day: "antes de 5 días" does not."""
    follows: bool = False
    """A time of day that belongs to whichever day was named before it, or a day that may be counted from that one."""
    anchored: bool = False
    """Counts from another day that the text names: "la víspera"."""
    ahead: bool = False
    """Counts only from a day named after it: "two days before you travel on the 9th"."""
    restates: bool = False
    """Says the day over again that a time right before it means: "the Friday before, **so the 25th**"."""
    names: bool = False
    """May stand before the thing that it names: "the **year-end** figures"."""
    unless_before: re.Pattern[str] | None = None
    unless_after: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Words before a time: "antes de" moves it, "desde" makes it past, "para" only belongs to it."""

    pattern: re.Pattern[str]
    days: int = 0
    kind: DeadlineKind | None = None
    unless_before: re.Pattern[str] | None = None

    def search(self, before: str) -> re.Match[str] | None:
        """Find it at the end of what stands before a time."""
        match = self.pattern.search(before)
        if match and self.unless_before and self.unless_before.search(before[: match.start()]):
            return None
        return match


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """How an out-of-office reply says when the absence ends."""

    back: re.Pattern[str]
    away: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All that a language knows of times."""

    expressions: tuple[Expression, ...]
    which: re2.Set
    """Tells in one pass which of the expressions can be in a text; most texts hold none."""
    leads: tuple[Lead, ...]
    trails: re.Pattern[str]
    beside: re.Pattern[str]
    breaks: re.Pattern[str]
    negated_before: re.Pattern[str]
    negated_after: re.Pattern[str]
    told_before: re.Pattern[str]
    of_before: re.Pattern[str]
    event_before: re.Pattern[str]
    event_ahead: re.Pattern[str] | None
    """What comes before an event by which a thing is to be ready: "in time for Monday's meeting"."""
    named_after: re.Pattern[str] | None
    """The thing that a time before it names; None where things go first."""
    leading: re.Pattern[str] | None
    """How a time begins that is more than the name of a thing."""
    goes_on: re.Pattern[str]
    """What stands between two acts, the second of which comes after the first."""
    hands_on: re.Pattern[str] | None
    """What stands between a day and the act it is handed on to; None where the language has no words for it."""
    hands_nothing: re.Pattern[str] | None
    appointment: re.Pattern[str] | None
    done_there: re.Pattern[str] | None
    absence: Absence
    put_off: re.Pattern[str]
    """A month to which something is put off."""
    put_off_season: re.Pattern[str] | None
    """A season to which something is put off; None where the language is spoken north and south alike."""
    _numbers: Mapping[str, Mapping[str, int]]

    def number(self, word: str, text: str) -> tuple[str, int]:
        """Read a word as a number, under the name it is counted by."""
        table = self._numbers.get(_TABLE_OF.get(word, word), {})
        written = " ".join(text.split())
        return _MEANS.get(word, word), table[written] if written in table else int(written)


@functools.cache
def table_of(language: str) -> Table:
    """Return the table of a language; one that has none is read as English, like most mail between strangers."""
    name = language if language in LANGUAGES else "en"
    text = resources.files("rules.deadlines").joinpath(f"{name}.yaml").read_text("utf-8")
    return _Reader(shipped_yaml.load(text, f"{name}.yaml").data).table()


class _Reader:
    """Turns the rows of a file into patterns."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self._rows = rows
        self._numbers: dict[str, dict[str, int]] = {
            name: {str(word): number for word, number in words.items()} for name, words in rows["words"].items()
        }

    def table(self) -> Table:
        rows = self._rows
        which = re2.Set.SearchSet()
        expressions = []
        for row in rows["expressions"]:
            for say in [row["say"]] if isinstance(row["say"], str) else row["say"]:
                source = self._spelt(say)
                which.Add(rf"\b(?:{source})")
                expressions.append(self._expression(row, source))
        which.Compile()
        return Table(
            expressions=tuple(expressions),
            which=which,
            leads=tuple(
                Lead(
                    pattern=re.compile(rf"(?<!\w)(?:{self._spelt(row['say'])})(?:,? +|(?<=/))$"),
                    days=row.get("days", 0),
                    kind=DeadlineKind(row["kind"]) if "kind" in row else None,
                    unless_before=self._around(row.get("unless_before")),
                )
                for row in rows["leads"]
            ),
            trails=re.compile(rf",? +(?:{self._spelt(rows['trails'])})(?!\w)"),
            beside=re.compile(rows["beside"]),
            breaks=re.compile(rows["breaks"]),
            negated_before=re.compile(self._spelt(rows["negated_before"])),
            negated_after=re.compile(self._spelt(rows["negated_after"])),
            of_before=re.compile(rows["of_before"]),
            event_before=re.compile(rows["event_before"]),
            named_after=_optional(rows.get("named_after")),
            event_ahead=_optional(rows.get("event_ahead")),
            leading=_optional(rows.get("leading")),
            goes_on=re.compile(rows["goes_on"]),
            hands_on=_optional(rows.get("hands_on")),
            hands_nothing=_optional(rows.get("hands_nothing")),
            appointment=_optional(rows.get("appointment")),
            done_there=_optional(rows.get("done_there")),
            told_before=re.compile(self._spelt(rows["told_before"])),
            absence=Absence(
                back=re.compile(rf"(?<!\w)(?:{self._spelt(rows['absence']['back'])})(?!\w)"),
                away=re.compile(rf"(?<!\w)(?:{self._spelt(rows['absence']['away'])})(?!\w)"),
            ),
            put_off=re.compile(rf"(?<!\w)(?:{self._spelt(rows['put_off'])})(?!\w)"),
            put_off_season=_optional(self._spelt(rows.get("put_off_season", ""))),
            _numbers=self._numbers,
        )

    def _expression(self, row: Mapping[str, Any], source: str) -> Expression:
        count = row.get("anchor", row.get("count"))
        return Expression(
            pattern=re.compile(rf"(?<!\w)(?:{source})(?!\w)"),
            kind=DeadlineKind(row.get("kind", "exact")),
            count=COUNTS[count] if count else None,
            constants=row.get("with", {}),
            company=row.get("company", False),
            shifts=row.get("shifts", True),
            follows=row.get("follows", False),
            anchored="anchor" in row,
            ahead=row.get("ahead", False),
            restates=row.get("restates", False),
            names=row.get("names", False),
            unless_before=self._around(row.get("unless_before")),
            unless_after=self._around(row.get("unless_after")),
        )

    def _around(self, text: str | None) -> re.Pattern[str] | None:
        return re.compile(self._spelt(text)) if text else None

    def _spelt(self, text: str) -> str:
        """Write out the pieces of a pattern, and let every blank stand for any number of them."""
        return (
            re.sub(r"\{(~?)([a-z_]+)\}", self._piece, text)
            .replace(" ?", _MAYBE)
            .replace(" ", " +")
            .replace(_MAYBE, " *")
        )

    def _piece(self, match: re.Match[str]) -> str:
        name = match[2]
        if name in self._rows["parts"]:
            return re.sub(r"\{(~?)([a-z_]+)\}", self._piece, self._rows["parts"][name])
        words = self._numbers.get(_TABLE_OF.get(name, name), {})
        choices = [re.escape(word).replace("\\ ", " ") for word in sorted(words, key=len, reverse=True)]
        choices += [_FIGURES[name]] if name in _FIGURES else []
        return f"(?:{'|'.join(choices)})" if match[1] else f"(?P<{name}>{'|'.join(choices)})"


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None
