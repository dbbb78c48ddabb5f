"""Pack what is due: gather what may be said, write it, and address it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from daemon.ledger.conversations import conversation_events, conversation_traces, message_ref, own_name, thread_traces
from daemon.outbox import Parcel
from rules.addressing import Envelope, reply_envelope
from rules.commitments import ChangeKind
from rules.drafting.occasion import Occasion
from rules.drafting.people import full_name
from rules.drafting.writing import MOST_QUESTIONS, Unwritable
from rules.facts import Address, Automatic, Direction, Register, Trace
from rules.settlement import circle_of
from rules.signals import Kind
from rules.steps import Place

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from daemon.account import Account
    from daemon.house import House
    from rules.commitments import Commitment
    from rules.planning import Due
    from rules.steps import Step

_RETURN = "out_of_office.return"
_NOT_ABOUT_WAITING = frozenset(
    {"quote.expiry", "acceptance.aftersale", "complaint.slow", "rescue.1month", "rescue.6months"}
)
_SECOND = re.compile(r"\.[23](?:\.|$)")
_LATE = 2  # working days after which an answer begins with a word about the wait


@dataclass(frozen=True, slots=True, kw_only=True)
class _Absence:
    """Until when somebody was away, and when we wrote the message whose automatic reply said so."""

    returns_on: date
    wrote_on: date


class Packer:
    """Makes parcels for one account."""

    def __init__(self, firm: House, account: Account) -> None:
        """Work with the firm's ledger and writer."""
        self._firm = firm
        self._account = account
        self._signs_as = ""

    def pack(self, due: Due, now: datetime) -> Parcel:
        """Write and address a step. Raises Unwritable where there is nothing to cite or nobody to write to."""
        commitment, step = due.commitment, due.step
        with self._firm.engine.connect() as connection:
            thread = thread_traces(connection, commitment.thread)
            traces = conversation_traces(connection, circle_of(commitment.counterparty))
        spoken = tuple(trace for trace in thread if trace.automatic is None and trace.date <= now)
        if step.place is Place.TASK:
            occasion = self._occasion(commitment, step, spoken, traces, (), now)
            also = [self._occasion(other, said, spoken, traces, (), now) for other, said in due.also]
            return Parcel(
                commitment=commitment,
                step=step,
                written=self._firm.writer.task(occasion, also),
                due=self._task_due(commitment, step),
                carried=due.also,
            )
        envelope = self._envelope(commitment, spoken)
        if envelope is None:
            raise Unwritable("nobody outside is left to write to")
        occasion = self._occasion(commitment, step, spoken, traces, envelope.to, now, sender=envelope.sender)
        carried: list[tuple[Commitment, Step, Occasion]] = []
        for other, other_step in due.also:
            said_too = self._occasion(other, other_step, spoken, traces, envelope.to, now, sender=envelope.sender)
            if self._firm.writer.can_carry(occasion, said_too, [each for _, _, each in carried]):
                carried.append((other, other_step, said_too))
        cited = [
            self._occasion(other, step, spoken, traces, envelope.to, now, sender=envelope.sender)
            for other in due.cites[: max(0, MOST_QUESTIONS - 1 - len(carried))]
        ]
        try:
            written = self._firm.writer.draft(occasion, [*(said for _, _, said in carried), *cited])
        except Unwritable:
            if not carried and not cited:
                raise
            carried = []  # what cannot be said together is said one after the other
            written = self._firm.writer.draft(occasion)
        with self._firm.engine.connect() as connection:
            replied = envelope.replied
            reply_ref = message_ref(connection, replied.id, self._account.name) if replied else ""
        return Parcel(
            commitment=commitment,
            step=step,
            written=written,
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
        known = commitment.counterparty
        to = tuple(known if person == known else person for person in attending) or (known,)
        return Envelope(sender=self._sender(), to=to, cc=(), subject="", in_reply_to="", references=(), replied=None)

    def _sender(self) -> Address:
        """Who signs: the account's first address, by the name its newest mail of ours bears."""
        sender = self._account.sender
        if not self._signs_as:
            with self._firm.engine.connect() as connection:
                self._signs_as = sender.name or own_name(connection, self._account.name, sender)
        return replace(sender, name=self._signs_as)

    def _task_due(self, commitment: Commitment, step: Step) -> date:
        """The day the matter is due; what follows weeks later is due when it comes."""
        local_day = self._firm.working_time.local_day
        days = [local_day(step.at), *(local_day(each) for each in [commitment.snoozed_until] if each)]
        return max([*days, *([commitment.due] if commitment.due else [])])

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
        working_time = self._firm.working_time
        zone = working_time.zone
        today = now.astimezone(zone).date()
        answered = [change.at for change in commitment.history if change.what is ChangeKind.FULFILLED]
        named = {trace.sender.address: trace.sender.name for trace in (*traces, *spoken) if trace.sender.name}
        author = sender or self._sender()
        came_back = self._absence(commitment, step, traces, now)
        return Occasion(
            commitment=commitment,
            template=_RETURN if came_back else step.template,
            thread=spoken or tuple(trace for trace in traces if trace.id == commitment.message_id),
            elsewhere=tuple(
                trace
                for trace in traces
                if trace.automatic is None and trace.date <= now and trace.thread != commitment.thread
            ),
            readers=tuple(replace(person, name=person.name or named.get(person.address, "")) for person in readers),
            sender=replace(author, name=author.name or named.get(author.address, "")),
            today=today,
            zone=zone,
            default_register=Register.USTED,
            others=tuple(self._others(commitment, traces)),
            nudged_on=_last_wrote(commitment, spoken, zone),
            answered_on=answered[-1].astimezone(zone).date() if answered else None,
            returns_on=came_back.returns_on if came_back else None,
            wrote_on=came_back.wrote_on if came_back else None,
            meeting_on=commitment.made_at.astimezone(zone).date() if commitment.kind is Kind.MEETING else None,
            is_late=today > working_time.add_working_days(working_time.local_day(commitment.made_at), _LATE),
        )

    def _absence(self, commitment: Commitment, step: Step, traces: tuple[Trace, ...], now: datetime) -> _Absence | None:
        """Return the absence that has held this nudge back, if one has: its first mail says that we waited.

        The absence is known by their automatic reply to a message of ours, with the day of their return.
        """
        if not step.nudge or step.place is Place.TASK or step.template in _NOT_ABOUT_WAITING:
            return None
        local_day = self._firm.working_time.local_day
        person = commitment.counterparty
        replies = [
            trace
            for trace in traces
            if trace.automatic is Automatic.OUT_OF_OFFICE and trace.sender == person and trace.date <= now
        ]
        if not replies or replies[-1].returns_on is None:
            return None
        reply, back = replies[-1], replies[-1].returns_on
        before = [trace for trace in traces if _wrote(trace, person) and trace.date <= reply.date]
        after = [
            trace
            for trace in traces
            if reply.date < trace.date <= now and trace.automatic is None and person in (trace.sender, *trace.to)
        ]
        # A second nudge comes first where the first one passed while they were away.
        held = local_day(step.at) < back or _SECOND.search(step.template)
        if not before or after or not held or not local_day(reply.date) < back <= local_day(now):
            return None
        return _Absence(returns_on=back, wrote_on=local_day(before[-1].date))

    def _others(self, commitment: Commitment, traces: tuple[Trace, ...]) -> list[Address]:
        """Other people of the same firm or household who have been in touch."""
        circle = circle_of(commitment.counterparty)
        people = {person for trace in traces for person in trace.outside if circle_of(person) == circle}
        return sorted(people - {commitment.counterparty}, key=full_name)


def _wrote(trace: Trace, person: Address) -> bool:
    return trace.direction is Direction.OUTBOUND and person in trace.to


def _last_wrote(commitment: Commitment, spoken: tuple[Trace, ...], zone: ZoneInfo) -> date | None:
    """The local day on which we last wrote in the thread since; what we left as a draft may never have gone."""
    since = [trace for trace in spoken if trace.direction is Direction.OUTBOUND and trace.date > commitment.made_at]
    return since[-1].date.astimezone(zone).date() if since else None
