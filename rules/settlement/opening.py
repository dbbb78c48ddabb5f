"""How a commitment begins: from a signal in a message, or from a meeting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules import deadlines
from rules.facts import Register
from rules.settlement import matters
from rules.settlement.conversation import commitment_id
from rules.settlement.debts import Debt
from rules.settlement.timeline import circles_at
from rules.signals import Act, Confidence, Kind, Party, Signal

if TYPE_CHECKING:
    from datetime import date

    from rules.facts import Event, Trace
    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.working_time import WorkingTime

MEETING_RULE = "calendar.meeting"
"""The rule that finds meetings nothing followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What every new commitment is given."""

    playbooks: Playbooks
    working_time: WorkingTime
    projects: frozenset[str]
    """Threads that speak of a project."""

    def from_signal(
        self, signal: Signal, trace: Trace, circles: frozenset[str], *, asked: frozenset[int] = frozenset()
    ) -> Debt:
        """Begin what a message makes owed, to or by the first person outside; ``asked`` is what it is to answer."""
        counterparty = trace.outside[0]
        if signal.object is not None and signal.beside:
            things = matters.together((*signal.beside, signal.object), trace.language)
            signal = replace(signal, object=things, act=Act.SEND)  # what is told of one thing comes with the other
        if signal.kind is Kind.STALL:
            signal = replace(signal, due=self._put_off_to(signal, trace))
        return Debt(
            id=commitment_id(trace.id, signal.kind, signal.owes, signal.evidence),
            signal=signal,
            account=trace.account,
            author=trace.sender.address,
            counterparty=counterparty,
            circles=circles,
            message_id=trace.id,
            thread=trace.thread,
            subject=trace.subject,
            made_at=trace.date,
            language=trace.language,
            register=trace.register,
            playbook=self.playbooks.for_(signal.kind, signal.owes, signal.rule, counterparty),
            working_time=self.working_time,
            owed_from=None if signal.conditional else trace.date,
            project=trace.thread in self.projects,
            asked=asked if signal.kind is Kind.PROMISE else frozenset(),
            awaits=matters.named_in(matters.said_in_thread(trace)) if signal.conditional else frozenset(),
        )

    def put_off_to(self, stall: Signal, trace: Trace) -> date | None:
        """Return the day to which they put a decision off: the one they name, else the usual one."""
        return self._put_off_to(stall, trace) or self._usual_day(stall, trace)

    def _put_off_to(self, stall: Signal, trace: Trace) -> date | None:
        said = self.working_time.local_day(trace.date)
        return stall.due or deadlines.month_put_off_to(stall.evidence, trace.language, said)

    def _usual_day(self, signal: Signal, trace: Trace) -> date | None:
        playbook = self.playbooks.for_(signal.kind, signal.owes, signal.rule, trace.outside[0])
        if playbook.due is None:
            return None
        return playbook.due.counted_from(self.working_time.local_day(trace.date), self.working_time)

    def from_event(self, event: Event, us: Us, *, language: str) -> Debt:
        """Begin what a meeting makes owed: something in writing on who does what by when."""
        counterparty = us.outside(event.outside or event.attendees)[0]
        signal = Signal(
            kind=Kind.MEETING,
            owes=Party.US,
            evidence=event.title,
            rule=MEETING_RULE,
            confidence=Confidence.SURE,
            score=1.0,
            act=Act.MEET,
        )
        return Debt(
            id=commitment_id(event.id, signal.kind, signal.owes, signal.evidence),
            signal=signal,
            account=event.account,
            author="",
            counterparty=counterparty,
            circles=circles_at(event, us),
            message_id=event.id,
            thread="",
            subject=event.title,
            made_at=event.end,
            language=language,
            register=Register.NEUTRAL,
            playbook=self.playbooks.for_(signal.kind, signal.owes, signal.rule, counterparty),
            working_time=self.working_time,
            owed_from=event.end,
        )
