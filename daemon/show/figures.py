"""The report: how promises are kept, how soon people are answered, what becomes of quotes; with charts.

In the configured language, for it is printed and shown around. It holds counts and sums, and the causes the user
gave; no names.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from daemon.show.console import console, plain
from daemon.show.wording import WORDS, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from daemon.figures import Figures, Month

_BAR = 40
"""Columns of the longest bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: its name, and the share of the longest that each of its parts has."""

    name: str
    parts: tuple[tuple[str, int, float], ...]
    """Name of the part, its number, and its share of the longest bar (0…1)."""
    note: str = ""


def show(figures: Figures, language: str) -> None:
    """Show the report at a terminal."""
    words = WORDS[language]
    out = console()
    out.print(Text(f"{words.report}, {_day(figures, words)}", style="bold"))
    facts = Table(box=None, pad_edge=False, show_header=False)
    for name, value in facts_of(figures, words):
        facts.add_row(name, value)
    out.print(facts)
    for title, bars in charts_of(figures, words):
        out.print()
        out.print(Text(title, style="bold"))
        table = Table(box=None, pad_edge=False, show_header=False)
        for bar in bars:
            table.add_row(plain(bar.name), _bar(bar), plain(bar.note))
        out.print(table)


def page(figures: Figures, language: str) -> str:
    """Return the report as a page of its own: no script, nothing loaded from anywhere."""
    # Imported here: the terminal needs no templates.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    words = WORDS[language]
    source = resources.files("daemon.show").joinpath("report.html.j2").read_text("utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(source).render(
        language=language,
        title=words.report,
        day=_day(figures, words),
        facts=list(facts_of(figures, words)),
        charts=[(title, list(bars)) for title, bars in charts_of(figures, words)],
    )


def facts_of(figures: Figures, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what is told in one number each."""
    yield words.promises, str(figures.promises)
    yield words.kept, _percent(figures.kept_rate, words)
    yield words.kept_in_time, _percent(figures.in_time_rate, words)
    hours = figures.hours_to_first_answer
    yield words.first_answer, words.unknown if hours is None else words.hours.format(_number(hours, words))
    yield words.unanswered, str(figures.unanswered_inquiries)
    yield words.complaints, words.of.format(figures.complaints_solved, figures.complaints)
    yield words.gone, words.of.format(figures.recovered, figures.gone)


def charts_of(figures: Figures, words: Words) -> Iterator[tuple[str, tuple[Bar, ...]]]:
    """Yield the charts that have something to show."""
    if figures.months:
        longest = max(each.kept + each.late + each.dropped for each in figures.months) or 1
        yield words.months, tuple(_month(each, longest, words) for each in figures.months)
    if any(each.number for each in figures.quotes):
        longest = max(each.number for each in figures.quotes)
        yield (
            words.quotes,
            tuple(
                Bar(
                    name=words.states[each.state],
                    parts=((each.state, each.number, each.number / longest),),
                    note=" + ".join(f"{_money(sum_, words)} {currency}" for currency, sum_ in each.amounts.items()),
                )
                for each in figures.quotes
            ),
        )
    if figures.causes:
        longest = figures.causes[0][1]
        yield (
            words.causes,
            tuple(Bar(name=cause, parts=(("cause", times, times / longest),)) for cause, times in figures.causes[:12]),
        )


def _month(month: Month, longest: int, words: Words) -> Bar:
    counts = (("kept", month.kept), ("late", month.late), ("dropped", month.dropped))
    total = sum(number for _, number in counts)
    return Bar(
        name=words.month.format(month=words.month_names[month.first.month - 1], year=month.first.year),
        parts=tuple((name, number, number / longest) for name, number in counts),
        note=words.kept_of.format(month.kept + month.late, total, month.late),
    )


_STYLES = {"kept": "green", "late": "yellow", "dropped": "red", "won": "green", "lost": "red"}


def _bar(bar: Bar) -> Text:
    text = Text()
    for name, number, share in bar.parts:
        if number:
            text.append("█" * max(1, round(share * _BAR)), style=_STYLES.get(name, "cyan"))
    total = sum(number for _, number, _ in bar.parts)
    return text.append(f" {total}")


def _day(figures: Figures, words: Words) -> str:
    at = figures.at
    return words.day.format(day=at.day, month=words.month_names[at.month - 1], year=at.year)


def _percent(rate: float | None, words: Words) -> str:
    return words.unknown if rate is None else words.percent.format(_number(round(rate * 100, 1), words))


def _money(value: Decimal, words: Words) -> str:
    return _number(float(value), words)


def _number(value: float, words: Words) -> str:
    text = f"{value:,.2f}".removesuffix(".00")
    if "." in text:
        text = text.rstrip("0")
    return text if words.decimal == "." else text.translate(str.maketrans(",.", ".,"))
