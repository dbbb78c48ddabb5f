"""Pack what is due: gather what may be said, write it, and address it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from daemon.ledger.actions import ActionState, actions_for
from daemon.ledger.codec import moment
from daemon.ledger.facts import conversation_events, conversation_traces, message_ref, thread_traces
from daemon.outbox import Parcel
from rules.addressing import Envelope, reply_envelope
from rules.commitments import ChangeKind
from rules.drafting.occasion import Occasion
from rules.drafting.people import full_name
from rules.drafting.writing import Unwritable
from rules.facts import Address, Automatic, Register, Trace
from rules.settlement import circle_of
from rules.signals import Kind
from rules.steps import Place

if TYPE_CHECKING:
    from daemon.account import Account
    from daemon.firm import Firm
    from rules.commitments import Commitment
    from rules.planning import Due
    from rules.steps import Step


class Packer:
    """Makes parcels for one account."""

    def __init__(self, firm: Firm, account: Account) -> None:
        """Work with the firm's ledger and writer."""
        self._firm = firm
        self._account = account

    def pack(self, due: Due, now: datetime) -> Parcel:
        """Write and address a step. Raises Unwritable where there is nothing to cite or nobody to write to."""
        commitment, step = due.commitment, due.step
        with self._firm.engine.connect() as connection:
            thread = thread_traces(connection, commitment.thread)
            traces = conversation_traces(connection, circle_of(commitment.counterparty))
        spoken = tuple(trace for trace in thread if trace.automatic is None and trace.date <= now)
        if step.place is Place.TASK:
            occasion = self._occasion(commitment, step, spoken, traces, (), now)
            return Parcel(
                commitment=commitment,
                step=step,
                written=self._firm.writer.task(occasion),
                due=self._task_due(commitment, step),
            )
        envelope = self._envelope(commitment, spoken)
        if envelope is None:
            raise Unwritable("nobody outside is left to write to")
        occasion = self._occasion(commitment, step, spoken, traces, envelope.to, now, sender=envelope.sender)
        carried: list[tuple[Commitment, Step, Occasion]] = []
        for other, other_step in due.also:
            said_too = self._occasion(other, other_step, spoken, traces, envelope.to, now, sender=envelope.sender)
            if not carried and self._firm.writer.can_carry(occasion, said_too):
                carried.append((other, other_step, said_too))
        with self._firm.engine.connect() as connection:
            replied = envelope.replied
            reply_ref = message_ref(connection, replied.id, self._account.name) if replied else ""
        return Parcel(
            commitment=commitment,
            step=step,
            written=self._firm.writer.draft(occasion, [said for _, _, said in carried]),
            due=self._task_due(commitment, step),
            envelope=envelope,
            reply_ref=reply_ref,
            thread_hint=replied.thread_hint if replied else "",
            carried=tuple((other, other_step) for other, other_step, _ in carried),
        )

    def _envelope(self, commitment: Commitment, spoken: tuple[Trace, ...]) -> Envelope | None:
        if commitment.kind is not Kind.MEETING:
            return reply_envelope(commitment, spoken, us=self._firm.terms.us, sender=self._sender())
        with self._firm.engine.connect() as connection:
            events = conversation_events(connection, circle_of(commitment.counterparty))
        attending = next((event.outside for event in events if event.id == commitment.message_id), ())
        to = attending or (commitment.counterparty,)
        return Envelope(sender=self._sender(), to=to, cc=(), subject="", in_reply_to="", references=(), replied=None)

    def _sender(self) -> Address:
        return self._account.sender

    def _task_due(self, commitment: Commitment, step: Step) -> date:
        return commitment.due or self._firm.working_time.local_day(step.at)

    def _occasion(
        self,
        commitment: Commitment,
        step: Step,
        spoken: tuple[Trace, ...],
        traces: tuple[Trace, ...],
        readers: tuple[Address, ...],
        now: datetime,
        *,
        sender: Address | None = None,
    ) -> Occasion:
        zone = self._firm.working_time.zone
        with self._firm.engine.connect() as connection:
            actions = actions_for(connection, [commitment.id])
        left = [
            action.left_at
            for action in actions
            if action.nudge and action.left_at and action.state is not ActionState.WITHDRAWN
        ]
        answered = [change.at for change in commitment.history if change.what is ChangeKind.FULFILLED]
        away = [trace.returns_on for trace in traces if trace.automatic is Automatic.OUT_OF_OFFICE and trace.returns_on]
        named = {trace.sender.address: trace.sender.name for trace in (*traces, *spoken) if trace.sender.name}
        author = sender or self._sender()
        return Occasion(
            commitment=commitment,
            template=step.template,
            thread=spoken or tuple(trace for trace in traces if trace.id == commitment.message_id),
            readers=tuple(replace(person, name=person.name or named.get(person.address, "")) for person in readers),
            sender=replace(author, name=author.name or named.get(author.address, "")),
            today=now.astimezone(zone).date(),
            zone=zone,
            default_register=Register.USTED,
            others=tuple(self._others(commitment, traces)),
            nudged_on=moment(max(left)).astimezone(zone).date() if left else None,
            answered_on=answered[-1].astimezone(zone).date() if answered else None,
            returns_on=away[-1] if away else None,
            meeting_on=commitment.made_at.astimezone(zone).date() if commitment.kind is Kind.MEETING else None,
        )

    def _others(self, commitment: Commitment, traces: tuple[Trace, ...]) -> list[Address]:
        """Other people of the same firm or household who have been in touch."""
        circle = circle_of(commitment.counterparty)
        people = {person for trace in traces for person in trace.outside if circle_of(person) == circle}
        return sorted(people - {commitment.counterparty}, key=full_name)
