"""Conversations for tests of settlement: who wrote what when, and what was found in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from rules.commitments import Commitment
from rules.facts import Address, Automatic, Event, Trace
from rules.marks import marks_of
from rules.playbooks.loading import load_playbooks
from rules.reading import read
from rules.settlement import Conversation, Verb, Word, settle
from rules.signals import Act, Amount, Kind, Party, Signal
from rules.tracing import trace
from rules.working_time import WorkingTime
from tests.builders import ANA, PEDRO, US, a_message, at

PLAYBOOKS = load_playbooks()
MADRID_TIME = WorkingTime.of("Europe/Madrid")
_OWED_BY_US = {
    Kind.INQUIRY, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT, Kind.ACCEPTANCE, Kind.COMPLAINT,
}  # fmt: skip


def found(
    kind: str,
    evidence: str,
    *,
    due: str | None = None,
    act: str = "do",
    thing: str | None = None,
    owes: str | None = None,
    holding: bool = False,
    conditional: bool = False,
    amount: Amount | None = None,
    valid_until: str | None = None,
) -> Signal:
    """What a rule found: who owes it is told by its kind, a promise by who writes it."""
    sort = Kind(kind)
    return Signal(
        kind=sort,
        owes=Party(owes) if owes else Party.US if sort in _OWED_BY_US else Party.THEM,
        evidence=evidence,
        rule=f"test.{kind}",
        due=date.fromisoformat(due) if due else None,
        act=Act(act),
        object=thing,
        holding=holding,
        conditional=conditional,
        amount=amount,
        valid_until=date.fromisoformat(valid_until) if valid_until else None,
    )


class Talk:
    """A conversation with Pedro in the making."""

    def __init__(self) -> None:
        self.traces: list[Trace] = []
        self.events: list[Event] = []
        self.words: list[Word] = []

    def we(self, when: str, text: str, *signals: Signal, **more: object) -> Trace:
        """Our side writes. Promises found are ours."""
        ours = [replace(signal, owes=Party.US) if signal.kind is Kind.PROMISE else signal for signal in signals]
        return self._add(when, text, ours, outbound=True, **more)

    def they(self, when: str, text: str, *signals: Signal, **more: object) -> Trace:
        """Pedro's side writes."""
        return self._add(when, text, list(signals), outbound=False, **more)

    def _add(
        self,
        when: str,
        text: str,
        signals: list[Signal],
        *,
        outbound: bool,
        thread: str = "A",
        subject: str = "Obra de la calle Mayor",
        sender: Address | None = None,
        to: tuple[Address, ...] | None = None,
        attachments: tuple[str, ...] = (),
        automatic: Automatic | None = None,
        account: str = "despacho",
        step_key: str = "",
        message_id: str = "",
    ) -> Trace:
        before = [item.id for item in self.traces if item.thread == thread]
        message = a_message(
            text,
            when=when,
            outbound=outbound,
            subject=f"Re: {subject}" if before else subject,
            attachments=attachments,
            message_id=message_id or f"m{len(self.traces) + 1}@example",
            references=tuple(before),
            sender=sender,
            to=to,
        )
        reading = replace(read(message), automatic=automatic)
        kept = trace(reading, signals, US, marks=marks_of(reading, signals))
        self.traces.append(replace(kept, thread=thread, account=account, step_key=step_key))
        return self.traces[-1]

    def met(
        self,
        start: str,
        end: str,
        *attendees: Address,
        title: str = "Visita de obra",
        cancelled: bool = False,
        all_day: bool = False,
    ) -> Event:
        """A meeting stands in the calendar."""
        everybody = (ANA, *(attendees or (PEDRO,)))
        self.events.append(
            Event(
                id=f"e{len(self.events) + 1}",
                account="despacho",
                start=at(start),
                end=at(end),
                title=title,
                attendees=everybody,
                outside=US.outside(everybody),
                cancelled=cancelled,
                all_day=all_day,
            )
        )
        return self.events[-1]

    def say(self, verb: Verb, commitment: Commitment, when: str, until: str | None = None) -> None:
        """The user has a word."""
        self.words.append(
            Word(
                commitment_id=commitment.id,
                verb=verb,
                at=at(when),
                until=at(until) if until else None,
                message_id=commitment.message_id,
                kind=commitment.kind,
                owes=commitment.owes,
                evidence=commitment.evidence,
            )
        )

    def conversation(self, counterparty: Address = PEDRO) -> Conversation:
        return Conversation(
            counterparty=counterparty,
            traces=tuple(self.traces),
            events=tuple(self.events),
            words=tuple(self.words),
        )

    def settled(
        self, now: str, *, counterparty: Address = PEDRO, read_until: str | None = "now"
    ) -> tuple[Commitment, ...]:
        """Everything concluded at a moment; mail is read up to then unless told otherwise."""
        moment = at(now)
        read: datetime | None = moment if read_until == "now" else at(read_until) if read_until else None
        return settle(
            self.conversation(counterparty),
            us=US,
            working_time=MADRID_TIME,
            playbooks=PLAYBOOKS,
            now=moment,
            read_until=read,
        )

    def first(self, now: str, **more: str | None) -> Commitment:
        """The first commitment of the conversation as it stands at a moment."""
        return self.settled(now, **more)[0]
