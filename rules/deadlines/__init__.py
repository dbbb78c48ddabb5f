"""Read deadlines in words: "antes del viernes", "in a couple of days", "a fin de mes".

:func:`find` names the times of a text and the day each one means; :func:`pick` chooses the one that belongs to a
clause, :func:`handed_on` and :func:`agreed_on` the one that it takes over from what is said before it;
:func:`return_day` reads when somebody who is away comes back, :func:`day_put_off_to` and :func:`month_put_off_to` to
when a decision is put off. What a language knows stands in its table (``es.yaml``, ``en.yaml``), where a text names
times is seen in :mod:`rules.deadlines.naming`, how days are counted in :mod:`rules.deadlines.counting`.
"""

from __future__ import annotations

from rules.deadlines.absence import return_day
from rules.deadlines.deadline import Deadline, DeadlineKind
from rules.deadlines.finding import find, writes_month_first
from rules.deadlines.handing import agreed_on, handed_on, is_done_there
from rules.deadlines.months import day_put_off_to, month_put_off_to
from rules.deadlines.picking import pick

__all__ = [
    "Deadline",
    "DeadlineKind",
    "agreed_on",
    "day_put_off_to",
    "find",
    "handed_on",
    "is_done_there",
    "month_put_off_to",
    "pick",
    "return_day",
    "writes_month_first",
]
