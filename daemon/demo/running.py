"""Live through the demo's days: deliver what is written that day, run the real cycle, and tell what it left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import config
from daemon.demo.building import Story, deliver, lay_out
from daemon.firm import Firm

if TYPE_CHECKING:
    from daemon.cycle import CycleReport

_HOURS = (time(9, 5), time(13, 0), time(19, 0))
"""When the demo looks at the mail. The service does it every few minutes; three times a day tell the same story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """The demo after its last day."""

    place: Path
    firm: Firm
    until: datetime
    messages: int
    drafts: int
    tasks: int


def live_through(place: Path, told: Callable[[datetime, CycleReport], None]) -> Lived:
    """Build the mailbox in ``place`` and run every day's cycles. Raises FileExistsError where one is there already."""
    story = Story.load()
    firm = Firm.open(config.load(lay_out(place, story)))
    before = datetime.combine(story.first, time(), tzinfo=story.zone)
    messages = drafts = tasks = 0
    days = (story.last - story.first).days + 1
    for day in (story.first + timedelta(days=number) for number in range(days)):
        for hour in _HOURS:
            now = datetime.combine(day, hour, tzinfo=story.zone)
            messages += deliver(place, story, before, now)
            report = firm.cycle(now)
            drafts += sum(account.acted.drafts for account in report.accounts)
            tasks += sum(account.acted.tasks for account in report.accounts)
            told(now, report)
            before = now
    return Lived(place=place, firm=firm, until=before, messages=messages, drafts=drafts, tasks=tasks)
