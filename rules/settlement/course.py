"""The course of a conversation: each message, meeting and word of the user's in order of time, and what it does."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from rules.commitments import Status
from rules.facts import Automatic, Direction, Event, Register, Trace
from rules.marks import Mark
from rules.settlement import keeping, matters
from rules.settlement.conversation import Verb, Word, circle_of, commitment_id
from rules.settlement.debts import Debt, Why
from rules.settlement.keeping import Said
from rules.signals import Act, Confidence, Kind, Party, Signal
from rules.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from rules.facts import Address
    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.settlement.conversation import Conversation
    from rules.working_time import WorkingTime

MEETING_RULE = "calendar.meeting"
"""The rule that finds meetings nothing followed."""
_BOUNCES_WITHIN = timedelta(days=5)
"""A server gives a message up after four to five days (RFC 5321, section 4.5.4.1)."""


class Course:
    """Goes through one conversation once."""

    def __init__(
        self, conversation: Conversation, *, us: Us, working_time: WorkingTime, playbooks: Playbooks, now: datetime
    ) -> None:
        """Put everything that has happened by ``now`` in order."""
        self._us = us
        self._working_time = working_time
        self._playbooks = playbooks
        self._traces = _in_order(trace for trace in conversation.traces if trace.date <= now)
        self._meetings = conversation.events
        self._events = _held(conversation.events, us, now)
        self._words = sorted((word for word in conversation.words if word.at <= now), key=_word_key)
        self._undelivered = _undelivered(self._traces)
        self._debts: dict[str, Debt] = {}
        self._open: list[Debt] = []
        self._asked: dict[str, list[Trace]] = defaultdict(list)
        """In each thread, what one side wrote since the other last did."""
        self._opted_out: set[str] = set()
        self._projects = {trace.thread for trace in self._traces if Mark.PROJECT in trace.marks}

    def go(self) -> list[Debt]:
        """Return all that was owed at any time, in the order in which it was made."""
        happened: list[tuple[tuple[datetime, int, int, str], Trace | Event | Word]] = [
            *(((trace.date, 0, number, trace.id), trace) for number, trace in enumerate(self._traces)),
            *(((event.end, 1, 0, event.id), event) for event in self._events),
            *(((word.at, 2, number, ""), word) for number, word in enumerate(self._words)),
        ]
        happened.sort(key=lambda entry: entry[0])
        for _, item in happened:
            match item:
                case Trace():
                    self._hear(item)
                case Event():
                    self._meet(item)
                case Word():
                    self._obey(item)
        return list(self._debts.values())

    # Messages

    def _hear(self, trace: Trace) -> None:
        if trace.automatic is not None or not trace.outside:
            return
        said = Said(trace=trace, asked=self._turn(trace), words=matters.said_in_thread(trace))
        others = frozenset(map(circle_of, trace.outside))
        concerned = [debt for debt in self._open if debt.is_open and self._concerns(debt, trace, others)]
        used: set[int] = set()
        if trace.direction is Direction.OUTBOUND:
            used = self._hear_ours(said, concerned)
        else:
            self._hear_theirs(said, concerned)
            used = self._renew(said, concerned, Party.THEM)
            self._close_theirs(said, concerned)
            if said.brings(Kind.OPT_OUT):
                self._opt_out(trace)
        self._open = [debt for debt in self._open if debt.is_open]
        for number, signal in enumerate(trace.signals):
            if number not in used:
                self._begin(signal, trace, others)

    def _turn(self, trace: Trace) -> tuple[Trace, ...]:
        """Return what a message may be answering, and keep it for those that may answer it."""
        waiting = self._asked[trace.thread]
        if waiting and waiting[-1].direction is trace.direction:
            answered: tuple[Trace, ...] = ()
            waiting.append(trace)
        else:
            answered = tuple(waiting)
            self._asked[trace.thread] = [trace]
        return answered

    def _concerns(self, debt: Debt, trace: Trace, others: frozenset[str]) -> bool:
        if debt.message_id == trace.id:
            return False
        if trace.direction is Direction.INBOUND:
            return circle_of(trace.sender) in debt.circles
        return bool(others & debt.circles)

    def _hear_ours(self, said: Said, concerned: Sequence[Debt]) -> set[int]:
        """Take in a message of ours. Returns the numbers of the signals that only renew or remind."""
        trace = said.trace
        used = self._renew(said, concerned, Party.US)
        used |= self._remind(said, concerned)
        renewed = {debt.id for debt in concerned if debt.history[-1].message_id == trace.id}
        ours = [debt for debt in concerned if debt.owes is Party.US and debt.id not in renewed]
        promises = [debt for debt in ours if debt.kind is Kind.PROMISE]
        for debt in ours:
            rivals = [other for other in promises if other is not debt]
            reasons = self._reasons_of_ours(debt, said, rivals)
            if reasons and trace.id in self._undelivered:
                debt.note_bounce(trace.date, trace.id)
            elif reasons:
                colleague = (
                    (Why.COLLEAGUE,) if trace.sender.address != debt.author and debt.kind is Kind.PROMISE else ()
                )
                debt.fulfil(trace.date, trace.id, *reasons, *colleague)
            elif debt.kind is Kind.PROMISE and _withdraws(debt, said, promises):
                debt.cancel(trace.date, trace.id, Why.WITHDRAWN)
        for debt in concerned:
            if debt.owes is Party.THEM and debt.signal.act in _MEETINGS and keeping.received(debt, said):
                debt.fulfil(trace.date, trace.id, Why.HELD)
        return used

    def _reasons_of_ours(self, debt: Debt, said: Said, rivals: Sequence[Debt]) -> Sequence[Why]:
        match debt.kind:
            case Kind.PROMISE:
                return keeping.kept_by_us(debt, said, rivals)
            case Kind.MISSING_ATTACHMENT:
                return keeping.attached_at_last(debt, said)
            case Kind.NO_AGREEMENT:
                return (Why.ANSWERED,) if said.trace.thread == debt.thread else ()
            case Kind.MEETING:
                return (Why.ANSWERED,)
            case _:
                return keeping.answered_by_us(debt, said)

    def _hear_theirs(self, said: Said, concerned: Sequence[Debt]) -> None:
        """Take in what a message of theirs does to what we owe."""
        trace = said.trace
        ours = [debt for debt in concerned if debt.owes is Party.US]
        freed = _let_off(ours, said)
        for debt in ours:
            if debt in freed:
                debt.cancel(trace.date, trace.id, Why.LET_OFF)
            elif debt.kind is Kind.NO_AGREEMENT and trace.thread == debt.thread:
                debt.fulfil(trace.date, trace.id, Why.ANSWERED)
            elif debt.kind is Kind.PROMISE and debt.owed_from is None:
                if keeping.condition_met(debt, said):
                    debt.come_true(trace.date, trace.id)
            elif debt.kind is Kind.PROMISE and (reasons := keeping.received(debt, said)):
                debt.fulfil(trace.date, trace.id, *reasons)
            elif debt.kind is Kind.PROMISE and (day := _moved_to(debt, said)):
                debt.renew(trace.date, trace.id, day.due, Why.MOVED)

    def _close_theirs(self, said: Said, concerned: Sequence[Debt]) -> None:
        """Take in what a message of theirs does to what they owe."""
        trace = said.trace
        for debt in concerned:
            renewed = debt.history[-1].message_id == trace.id
            if debt.owes is not Party.THEM or not debt.is_open or renewed:
                continue
            if debt.kind is Kind.QUOTE and (stall := _signal(trace, Kind.STALL)) and trace.thread == debt.thread:
                debt.renew(trace.date, trace.id, stall.due, Why.DEFERRED)
            elif debt.kind is Kind.PROMISE and _withdraws(debt, said, concerned):
                debt.cancel(trace.date, trace.id, Why.WITHDRAWN)
            elif reasons := _reasons_of_theirs(debt, said):
                debt.fulfil(trace.date, trace.id, *reasons)

    def _renew(self, said: Said, concerned: Sequence[Debt], owes: Party) -> set[int]:
        """Give old promises the new day of a holding reply. Returns the numbers of the signals that did so."""
        trace = said.trace
        used: set[int] = set()
        for number, signal in enumerate(trace.signals):
            if signal.kind is not Kind.PROMISE or signal.owes is not owes:
                continue
            found = [
                (debt, reasons)
                for debt in concerned
                if debt.is_open
                and debt.owes is owes
                and (debt.kind is Kind.PROMISE or (debt.kind is Kind.REQUEST and not said.gives))
                and (reasons := keeping.renews(debt, signal, said))
            ]
            for debt, reasons in _best(found, signal, said):
                debt.renew(trace.date, trace.id, signal.due, *reasons)
                if debt.kind is Kind.PROMISE:
                    used.add(number)
        return used

    def _remind(self, said: Said, concerned: Sequence[Debt]) -> set[int]:
        """Note what reminds them of something. Returns the numbers of the requests that ask for nothing new."""
        trace = said.trace
        used: set[int] = set()
        for number, signal in enumerate(trace.signals):
            if signal.kind is not Kind.REQUEST:
                continue
            matter = matters.matter_of(signal)
            for debt in concerned:
                if debt.owes is not Party.THEM or debt.thread != trace.thread:
                    continue
                same = bool(matter & debt.matter) or not matter
                if same:
                    debt.note_nudge(trace.date, trace.id)
                if same and debt.kind in {Kind.REQUEST, Kind.QUOTE}:
                    used.add(number)
        if trace.step_key:
            for debt in concerned:
                if trace.step_key.startswith(f"{debt.id}/") and debt.owes is Party.THEM and _fresh(debt, trace):
                    debt.note_nudge(trace.date, trace.id)
        return used

    def _opt_out(self, trace: Trace) -> None:
        person = trace.sender.address
        self._opted_out.add(person)
        for debt in self._open:
            if debt.counterparty.address == person and debt.is_open:
                debt.cancel(trace.date, trace.id, Why.OPT_OUT)

    # What begins

    def _begin(self, signal: Signal, trace: Trace, others: frozenset[str]) -> None:
        counterparty = trace.outside[0]
        opts_out = signal.kind is Kind.OPT_OUT
        if counterparty.address in self._opted_out and not opts_out:
            return
        if trace.id in self._undelivered and signal.kind is not Kind.PROMISE:
            return  # They never got it: neither do they owe an answer, nor did they miss the attachment.
        if signal.kind is Kind.NO_AGREEMENT and trace.step_key:
            return
        debt = self._debt(
            signal,
            counterparty,
            others,
            account=trace.account,
            author=trace.sender.address,
            message_id=trace.id,
            thread=trace.thread,
            subject=trace.subject,
            made_at=trace.date,
            language=trace.language,
            register=trace.register,
        )
        if opts_out and debt is not None:
            debt.cancel(trace.date, trace.id, Why.OPT_OUT)

    def _debt(  # noqa: PLR0913 - everything a debt is made of
        self,
        signal: Signal,
        counterparty: Address,
        circles: frozenset[str],
        *,
        account: str,
        author: str,
        message_id: str,
        thread: str,
        subject: str,
        made_at: datetime,
        language: str,
        register: Register,
    ) -> Debt | None:
        name = commitment_id(message_id, signal.kind, signal.owes, signal.evidence)
        if name in self._debts:
            return None
        debt = Debt(
            id=name,
            kind=signal.kind,
            owes=signal.owes,
            signal=signal,
            account=account,
            author=author,
            counterparty=counterparty,
            circles=circles,
            message_id=message_id,
            thread=thread,
            subject=subject,
            made_at=made_at,
            language=language,
            register=register,
            playbook=self._playbooks.for_(signal.kind, signal.owes, signal.rule, counterparty),
            working_time=self._working_time,
            owed_from=None if signal.conditional else made_at,
            project=thread in self._projects,
        )
        self._debts[name] = debt
        self._open.append(debt)
        for word in self._words:
            if word.at <= made_at and _is_about(word, debt):
                _say(debt, word)
        return debt

    # Meetings and the user's word

    def _meet(self, event: Event) -> None:
        outside = self._us.outside(event.outside or event.attendees)
        circles = frozenset(map(circle_of, outside))
        for debt in self._open:
            if debt.kind is Kind.PROMISE and debt.signal.act in _MEETINGS and circles & debt.circles:
                if debt.is_open and _is_the_day(debt, event):
                    debt.fulfil(event.end, None, Why.EVENT)
        if event.all_day or outside[0].address in self._opted_out:
            return
        debt = self._debt(
            _meeting(event),
            outside[0],
            circles,
            account=event.account,
            author="",
            message_id=event.id,
            thread="",
            subject=event.title,
            made_at=event.end,
            language=self._language_with(circles),
            register=Register.NEUTRAL,
        )
        following = (other for other in self._meetings if other.start >= event.end and not other.cancelled)
        if debt is not None and any(circles & _circles(other, self._us) for other in following):
            debt.fulfil(event.end, None, Why.NEXT_MEETING)

    def _language_with(self, circles: frozenset[str]) -> str:
        for trace in reversed(self._traces):
            if trace.automatic is None and circles & set(map(circle_of, trace.outside)):
                return trace.language
        return "es"

    def _obey(self, word: Word) -> None:
        exact = self._debts.get(word.commitment_id)
        for debt in [exact] if exact else [debt for debt in self._debts.values() if _is_about(word, debt)]:
            if debt.made_at < word.at or not any(change.note == word.verb for change in debt.history):
                _say(debt, word)
            if debt.is_open and debt not in self._open:
                self._open.append(debt)


_MEETINGS = frozenset({Act.CALL, Act.MEET})


def _in_order(traces: Iterable[Trace]) -> list[Trace]:
    """Return each message once, parents before their replies where the clock has not told them apart."""
    once: dict[str, Trace] = {}
    for trace in traces:
        if trace.id not in once or trace.account < once[trace.id].account:
            once[trace.id] = trace
    return sorted(once.values(), key=lambda trace: (trace.date, len(trace.references), trace.id))


def _held(events: Iterable[Event], us: Us, now: datetime) -> list[Event]:
    once = {event.id: event for event in sorted(events, key=lambda event: (event.id, event.account), reverse=True)}
    return [event for event in once.values() if event.end <= now and not event.cancelled and _circles(event, us)]


def _circles(event: Event, us: Us) -> frozenset[str]:
    return frozenset(map(circle_of, us.outside(event.outside or event.attendees)))


def _word_key(word: Word) -> tuple[datetime, str, str]:
    return word.at, word.commitment_id, word.verb


def _undelivered(traces: Sequence[Trace]) -> frozenset[str]:
    """Return the messages of ours that bounced: the last one a bounce names, else the last one in its thread."""
    lost: set[str] = set()
    for number, bounce in enumerate(traces):
        if bounce.automatic is not Automatic.BOUNCE:
            continue
        sent = [
            trace
            for trace in traces[:number]
            if trace.direction is Direction.OUTBOUND
            and trace.automatic is None
            and bounce.date - trace.date <= _BOUNCES_WITHIN
        ]
        named = [trace for trace in sent if trace.id in bounce.references]
        in_thread = [trace for trace in sent if bounce.thread and trace.thread == bounce.thread]
        for trace in (named or in_thread)[-1:]:
            lost.add(trace.id)
    return frozenset(lost)


def _meeting(event: Event) -> Signal:
    return Signal(
        kind=Kind.MEETING,
        owes=Party.US,
        evidence=event.title,
        rule=MEETING_RULE,
        confidence=Confidence.SURE,
        score=1.0,
        act=Act.MEET,
    )


def _is_the_day(debt: Debt, event: Event) -> bool:
    """Whether a meeting can be the one promised: after the promise, and not weeks before the day it named."""
    if event.start < debt.made_at:
        return False
    return debt.due is None or debt.working_time.local_day(event.start) > debt.due - timedelta(days=7)


def _signal(trace: Trace, kind: Kind) -> Signal | None:
    return next((signal for signal in trace.signals if signal.kind is kind), None)


def _let_off(ours: Sequence[Debt], said: Said) -> list[Debt]:
    """Return what "ya no hace falta" frees us from: what it names, else all that was open in its thread."""
    if not said.has(Mark.LET_OFF):
        return []
    freed = [debt for debt in ours if debt.kind in {Kind.PROMISE, Kind.INQUIRY, Kind.MISSING_ATTACHMENT}]
    named = [debt for debt in freed if said.speaks_of(debt)]
    return named or [debt for debt in freed if debt.thread == said.trace.thread]


def _withdraws(debt: Debt, said: Said, promises: Sequence[Debt]) -> bool:
    """Whether whoever promised takes it back: names it, or has promised nothing else in this thread."""
    if not said.has(Mark.WITHDRAWN) or said.gives or debt.thread != said.trace.thread:
        return False
    others = [
        other
        for other in promises
        if other is not debt and other.kind is Kind.PROMISE and other.owes is debt.owes and other.thread == debt.thread
    ]
    return said.speaks_of(debt) or not others


def _moved_to(debt: Debt, said: Said) -> Signal | None:
    """Return what names the other day to which they put off our call or visit."""
    if debt.signal.act not in _MEETINGS or debt.thread != said.trace.thread:
        return None
    for signal in said.trace.signals:
        if signal.due is not None and (signal.kind is Kind.STALL or said.has(Mark.MOVED)):
            return signal
    return None


def _reasons_of_theirs(debt: Debt, said: Said) -> Sequence[Why]:
    match debt.kind:
        case Kind.PROMISE | Kind.REQUEST:
            return keeping.kept_by_them(debt, said)
        case Kind.QUOTE:
            return keeping.quote_answered(debt, said)
        case Kind.STALL:
            return (Why.ANSWERED,)
        case _:
            return () if said.is_empty else (Why.RECOVERED,)


def _best(found: Sequence[tuple[Debt, Sequence[Why]]], signal: Signal, said: Said) -> list[tuple[Debt, Sequence[Why]]]:
    """Choose what a promise renews: the one promise it fits best, and every request it puts off."""
    matter = matters.matter_of(signal)
    promises = [pair for pair in found if pair[0].kind is Kind.PROMISE]
    promises.sort(
        key=lambda pair: (
            pair[0].thread == said.trace.thread,
            len(matter & pair[0].matter),
            pair[0].made_at,
            pair[0].id,
        )
    )
    return [*promises[-1:], *(pair for pair in found if pair[0].kind is Kind.REQUEST)]


def _fresh(debt: Debt, trace: Trace) -> bool:
    return debt.history[-1].message_id != trace.id


def _is_about(word: Word, debt: Debt) -> bool:
    """Whether a word was said of this commitment, perhaps under the name an older rule gave it."""
    if word.commitment_id == debt.id:
        return True
    if word.message_id != debt.message_id or word.kind is not debt.kind or word.owes is not debt.owes:
        return False
    then, now = set(fold(word.evidence).split()), set(fold(debt.signal.evidence).split())
    return len(then & now) >= 0.3 * len(then | now)


def _say(debt: Debt, word: Word) -> None:
    """Do what the user says."""
    is_open = debt.state is Status.OPEN
    match word.verb:
        case Verb.DONE | Verb.TASK_COMPLETED:
            if is_open:
                debt.fulfil(word.at, None, word.verb)
                debt.is_final = True
        case Verb.DISMISS:
            debt.dismiss(word.at, word.verb)
        case Verb.DRAFT_DELETED:
            if is_open:
                debt.dismiss(word.at, word.verb)
        case Verb.SNOOZE:
            if is_open:
                debt.snooze(word.at, word.until, word.verb)
        case Verb.REOPEN:
            debt.reopen(word.at, word.verb)
        case _:
            assert_never(word.verb)
