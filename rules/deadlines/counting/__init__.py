"""Count days from the day something was said.

Each function answers one row of the table of due dates: it takes the day of saying and the words that were found as
numbers, and gives the first and the last day they mean. All of it is arithmetic on local dates: no hours, no zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules.deadlines.counting import dates, months, terms, weeks
from rules.deadlines.counting.said import Count, Days, PlainWeek, Said, WorkingDays
from rules.deadlines.counting.weeks import weekday

__all__ = ["COUNTS", "Count", "Days", "PlainWeek", "Said", "WorkingDays", "weekday"]

COUNTS: Final[Mapping[str, Count]] = {
    count.__name__: count
    for count in (
        terms.days_on,
        terms.working_days_on,
        terms.weeks_on,
        terms.days_back,
        terms.weeks_back,
        terms.months_on,
        terms.hours_on,
        weeks.weekday,
        weeks.weekday_before,
        weeks.weekday_of_week,
        weeks.week,
        weeks.week_numbered,
        weeks.weekend,
        weeks.before_weekend,
        months.end_of_month,
        months.last_working_day,
        months.whole_month,
        months.end_of_named_month,
        months.before_named_month,
        months.part_of_month,
        months.half_month,
        months.nth_weekday,
        months.week_in_month,
        months.end_of_quarter,
        months.end_of_year,
        dates.day_of_month,
        dates.date_named,
        dates.date_in_figures,
        dates.weekday_dated,
        dates.week_of,
        dates.before_christmas,
        dates.before_easter,
        dates.on_feast,
        dates.weekday_by_feast,
        dates.after_easter,
    )
}
"""Name used in the tables of a language → how to count."""
