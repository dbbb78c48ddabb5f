"""The course of a conversation: each message, meeting and word of the user's in order of time, and what it does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from rules.commitments import Status
from rules.facts import Direction, Event, Trace
from rules.marks import Mark
from rules.settlement import keeping, matters, renewals, replies
from rules.settlement.conversation import Word, circle_of
from rules.settlement.debts import Debt, Why
from rules.settlement.obedience import is_about, obey
from rules.settlement.opening import Opening
from rules.settlement.said import DECISIONS, Said
from rules.settlement.strangers import circles_written_to, is_in_anothers_name
from rules.settlement.timeline import circles_at, in_order, undelivered
from rules.settlement.working_days import with_holidays
from rules.signals import Confidence, Kind, Party

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rules.people import Us
    from rules.playbooks import Playbooks
    from rules.settlement.conversation import Conversation
    from rules.settlement.said import Reasons
    from rules.signals import Signal
    from rules.working_time import WorkingTime


class Course:
    """Goes through one conversation once."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        us: Us,
        working_time: WorkingTime,
        playbooks: Playbooks,
        now: datetime,
        language: str,
    ) -> None:
        """Put everything that has happened by ``now`` in order."""
        self._us = us
        self._events = conversation.events
        self._drafts = conversation.drafts
        self._happened = in_order(conversation.traces, conversation.events, conversation.words, us=us, now=now)
        traces = [item for item in self._happened if isinstance(item, Trace)]
        self._words = [item for item in self._happened if isinstance(item, Word)]
        self._undelivered = undelivered(traces)
        self._known = circles_written_to(traces)
        self._threads: dict[str, list[Trace]] = defaultdict(list)
        """What was heard in each thread so far."""
        self._opening = Opening(
            playbooks=playbooks,
            working_time=working_time,
            projects=frozenset(trace.thread for trace in traces if Mark.PROJECT in trace.marks),
        )
        self._debts: dict[str, Debt] = {}
        self._open: list[Debt] = []
        """What was open when the last message came, and what has begun or was opened again since."""
        self._undecided: list[Debt] = []
        """Quotes that were answered by something else than a yes or a no."""
        self._turns: dict[str, list[Trace]] = defaultdict(list)
        """In each thread, what one side wrote since the other last did."""
        self._written_to: set[str] = set()
        self._opted_out: set[str] = set()
        self._language = language

    def go(self) -> list[Debt]:
        """Return all that was owed at any time, in the order in which it was made."""
        for item in self._happened:
            match item:
                case Trace():
                    self._hear(item)
                case Event():
                    self._meet(item)
                case Word():
                    self._obey(item)
                case _:
                    assert_never(item)
        return list(self._debts.values())

    def _hear(self, trace: Trace) -> None:
        """Take in a message: first what it does to what was owed, then what begins with it."""
        if trace.automatic is not None or not trace.outside:
            return
        self._language = trace.language
        trace = with_holidays(trace, self._opening.working_time)
        said = Said(
            trace=trace,
            asked=self._take_turn(trace),
            words=matters.said_in_thread(trace),
            first_to=self._greet(trace),
        )
        present = {circle_of(trace.sender)} if trace.direction is Direction.INBOUND else _circles(trace)
        if said.brings(Kind.OPT_OUT) and trace.direction is Direction.INBOUND:
            self._cancel_all(trace)
        self._open = [debt for debt in self._open if debt.is_open]
        concerned = [debt for debt in self._open if not present.isdisjoint(debt.circles)]
        if trace.direction is Direction.OUTBOUND:
            used = self._hear_ours(said, concerned)
        else:
            used = self._hear_theirs(said, concerned)
        is_doubtful = is_in_anothers_name(trace, self._threads[trace.thread], self._known)
        self._threads[trace.thread].append(trace)
        for number, signal in enumerate(trace.signals):
            if number not in used and self._counts(signal, said):
                meant = replace(signal, confidence=Confidence.MAYBE) if is_doubtful else signal
                self._begin(self._opening.from_signal(meant, trace, _circles(trace), asked=said.asked_after))
        if said.brings(Kind.OPT_OUT):
            self._opted_out.add(trace.sender.address)
            self._cancel_all(trace)

    def _counts(self, signal: Signal, said: Said) -> bool:
        """Whether a signal makes something owed.

        What bounced they never got: neither do they owe an answer, nor did they miss the attachment. A draft of ours
        that the user sent says what comes next, or it would not have been left. What he had thrown away before it was
        read is done with. And what answers a yes without a new price is no new offer: it is the paper of the old one.
        """
        trace = said.trace
        if trace.discarded:
            return False
        if signal.kind is Kind.QUOTE and signal.amount is None and said.answers(Kind.ACCEPTANCE):
            return False
        if trace.id in self._undelivered:
            return signal.kind is Kind.PROMISE
        return not (trace.step_key and signal.kind is Kind.NO_AGREEMENT)

    def _greet(self, trace: Trace) -> frozenset[str]:
        """Return to whom a message of ours is the first, and remember them."""
        if trace.direction is Direction.INBOUND:
            return frozenset()
        first = _circles(trace) - self._written_to
        self._written_to |= first
        return first

    def _take_turn(self, trace: Trace) -> tuple[Trace, ...]:
        """Return what a message may be answering, and keep it for what may answer it."""
        waiting = self._turns[trace.thread]
        if waiting and waiting[-1].direction is trace.direction:
            waiting.append(trace)
            return ()
        self._turns[trace.thread] = [trace]
        return tuple(waiting)

    def _hear_ours(self, said: Said, concerned: Sequence[Debt]) -> set[int]:
        """Take in a message of ours. Returns the numbers of the signals that only renew or remind."""
        trace = said.trace
        used = self._renew(said, concerned, Party.US) | self._remind(said, concerned)
        ours = [debt for debt in concerned if debt.owes is Party.US and not debt.was_changed_by(trace.id)]
        promises = [debt for debt in ours if debt.kind is Kind.PROMISE]
        for debt in ours:
            if renewals.is_withdrawn(debt, said, ours):
                debt.cancel(trace.date, trace.id, Why.WITHDRAWN)
            elif day := renewals.put_off_to(debt, said):
                debt.renew(trace.date, trace.id, day, Why.HOLDING)
            elif reasons := keeping.kept(debt, said, promises):
                self._keep(debt, said, reasons)
        delivered = [debt for debt in promises if debt.fulfilled_by == trace.id]
        for debt in ours:
            if debt.is_open and keeping.came_with(debt, delivered):
                debt.fulfil(trace.date, trace.id, *(said.gives or (Why.ANSWERED,)), Why.ELSEWHERE)
        for debt in concerned:
            if debt.owes is Party.THEM and debt.kind is Kind.PROMISE:
                self._hear_of_theirs(debt, said)
        return used

    def _keep(self, debt: Debt, said: Said, reasons: Reasons) -> None:
        """Take a message of ours for what keeps a debt, unless it never arrived, or leaves some of it owed."""
        trace = said.trace
        if trace.id in self._undelivered:
            debt.note_bounce(trace.date, trace.id)
        elif left := keeping.left_over(debt, said):
            debt.deliver_part(trace.date, trace.id, left, *reasons)
        else:
            is_colleague = debt.kind is Kind.PROMISE and trace.sender.address != debt.author
            debt.fulfil(trace.date, trace.id, *reasons, *((Why.COLLEAGUE,) if is_colleague else ()))

    def _hear_of_theirs(self, debt: Debt, said: Said) -> None:
        """Take in what a message of ours shows of a promise of theirs."""
        if debt.owed_from is None:
            if replies.condition_met(debt, said):
                debt.come_true(said.trace.date, said.trace.id)
        elif debt.by_talking and (reasons := replies.shown(debt, said)):
            debt.fulfil(said.trace.date, said.trace.id, *reasons)

    def _hear_theirs(self, said: Said, concerned: Sequence[Debt]) -> set[int]:
        """Take in a message of theirs. Returns the numbers of the signals that only renew."""
        ours = [debt for debt in concerned if debt.owes is Party.US]
        freed = renewals.let_off(ours, said)
        for debt in ours:
            self._hear_of_ours(debt, said, is_free=debt in freed)
        used = self._renew(said, concerned, Party.THEM)
        theirs = [debt for debt in concerned if debt.owes is Party.THEM and not debt.was_changed_by(said.trace.id)]
        for debt in theirs:
            if debt.kind is Kind.QUOTE:
                continue
            if renewals.is_withdrawn(debt, said, theirs):
                debt.cancel(said.trace.date, said.trace.id, Why.WITHDRAWN)
            elif reasons := replies.replied(debt, said):
                debt.fulfil(said.trace.date, said.trace.id, *reasons)
        self._answer_quotes(said, [debt for debt in theirs if debt.kind is Kind.QUOTE])
        if said.brings(*DECISIONS):
            self._decide(said)
        return used

    def _hear_of_ours(self, debt: Debt, said: Said, *, is_free: bool) -> None:
        """Take in what a message of theirs does to a debt of ours."""
        trace = said.trace
        if is_free:
            debt.cancel(trace.date, trace.id, Why.LET_OFF)
        elif debt.kind is Kind.NO_AGREEMENT:
            if said.is_in_thread_of(debt):
                debt.fulfil(trace.date, trace.id, Why.ANSWERED)
        elif debt.kind is Kind.PROMISE and debt.owed_from is None:
            if replies.condition_met(debt, said):
                debt.come_true(trace.date, trace.id)
        elif debt.kind is Kind.PROMISE and (reasons := replies.shown(debt, said)):
            if left := keeping.left_unnamed(debt, said):
                debt.deliver_part(trace.date, trace.id, left, *reasons)
            else:
                debt.fulfil(trace.date, trace.id, *reasons)
        elif moved := renewals.moved_to(debt, said):
            debt.renew(trace.date, trace.id, moved.due, Why.MOVED)
        elif day := renewals.more_time(debt, said):
            debt.renew(trace.date, trace.id, day, Why.MORE_TIME)

    def _answer_quotes(self, said: Said, quotes: Sequence[Debt]) -> None:
        """Close the quotes that a message of theirs is about: in its thread, else named, else the only one."""
        meant = [debt for debt in quotes if said.is_in_thread_of(debt)]
        meant = meant or [debt for debt in quotes if said.speaks_of(debt)]
        if not meant and len(quotes) == 1 and said.brings(*DECISIONS, Kind.STALL):
            meant = list(quotes)
        stall = next((signal for signal in said.trace.signals if signal.kind is Kind.STALL), None)
        has_answer = said.brings(*DECISIONS) or bool(said.signals(Kind.PROMISE, Party.THEM))
        for debt in meant:
            if stall is not None and not has_answer:
                until = self._opening.put_off_to(stall, said.trace)
                debt.renew(said.trace.date, said.trace.id, until, Why.DEFERRED)
            elif reasons := replies.quote_answered(said):
                debt.fulfil(said.trace.date, said.trace.id, *reasons)
                if Why.ANSWERED in reasons:
                    self._undecided.append(debt)

    def _decide(self, said: Said) -> None:
        """Take a yes or a no for the answer to the last quote that had none, where it has decided no other."""
        circle = circle_of(said.trace.sender)
        waiting = [debt for debt in self._undecided if circle in debt.circles and debt.state is Status.FULFILLED]
        has_decided = any(debt.was_changed_by(said.trace.id) for debt in self._open if debt.kind is Kind.QUOTE)
        if waiting and not has_decided:
            self._undecided.remove(waiting[-1])
            waiting[-1].fulfil(said.trace.date, said.trace.id, *replies.quote_answered(said))

    def _renew(self, said: Said, concerned: Sequence[Debt], owes: Party) -> set[int]:
        """Give old promises a new day. Returns the numbers of the signals that did nothing else."""
        used: set[int] = set()
        for number, signal in said.signals(Kind.PROMISE, owes):
            put_off = renewals.renewed(signal, said, concerned, owes) or self._put_off_by_draft(said, concerned)
            for debt, reasons in put_off:
                debt.renew(said.trace.date, said.trace.id, signal.due, *reasons)
                if Why.PARTIAL in reasons and (left := keeping.put_off_alone(debt, signal, said)):
                    debt.owe_only(left)
                if debt.kind is Kind.PROMISE:
                    used.add(number)
        return used

    def _put_off_by_draft(self, said: Said, concerned: Sequence[Debt]) -> list[tuple[Debt, Reasons]]:
        """Return the promises that a draft of ours owned up to: the day its user wrote into it is their new one."""
        about = self._spoken_of(said.trace)
        return [
            (debt, (Why.HOLDING,))
            for debt in concerned
            if debt.id in about
            and (debt.kind, debt.owes) == (Kind.PROMISE, Party.US)
            and not (said.gives or debt.was_changed_by(said.trace.id))
        ]

    def _spoken_of(self, trace: Trace) -> frozenset[str]:
        """Return the commitments a message spoke of when it was a draft of ours; none if it never was."""
        return self._drafts.get(trace.id) or frozenset(filter(None, [trace.step_key.partition("/")[0]]))

    def _remind(self, said: Said, concerned: Sequence[Debt]) -> set[int]:
        """Note what reminds them. Returns the numbers of the requests that ask for nothing new."""
        trace = said.trace
        used: set[int] = set()
        about = self._spoken_of(trace)
        by_draft = [debt for debt in concerned if debt.id in about and debt.owes is Party.THEM]
        reminded = list(by_draft)
        for number, signal in said.signals(Kind.REQUEST, Party.THEM):
            asked_for = renewals.reminded(signal, said, concerned)
            reminded += asked_for
            if by_draft or any(debt.kind in {Kind.REQUEST, Kind.QUOTE} for debt in asked_for):
                used.add(number)
        for debt in reminded:
            if not debt.was_changed_by(trace.id):
                debt.note_nudge(trace.date, trace.id)
        return used

    def _cancel_all(self, trace: Trace) -> None:
        """Cancel everything with a person who wants to hear no more of us."""
        person = trace.sender.address
        for debt in self._open:
            if debt.counterparty.address == person and debt.is_open:
                debt.cancel(trace.date, trace.id, Why.OPT_OUT)

    def _begin(self, debt: Debt) -> None:
        """Open a commitment; what the user has said of it before (a clock was wrong) still holds."""
        if debt.id in self._debts or debt.counterparty.address in self._opted_out:
            return
        self._debts[debt.id] = debt
        self._open.append(debt)
        for word in self._words:
            if word.at <= debt.made_at and is_about(word, debt):
                obey(debt, word)

    def _meet(self, event: Event) -> None:
        """Take in a meeting that has ended: it keeps a promise to meet, and wants something in writing after it."""
        circles = circles_at(event, self._us)
        for debt in self._open:
            is_theirs = debt.is_open and not circles.isdisjoint(debt.circles)
            is_meant = debt.by_talking or debt.is_the_work_of(event)
            if is_theirs and is_meant and debt.can_be_kept_on(event.start):
                debt.fulfil(event.end, None, Why.EVENT)
        if event.all_day:
            return
        meeting = self._opening.from_event(event, self._us, language=self._language)
        self._begin(meeting)
        following = (other for other in self._events if other.start >= event.end and not other.cancelled)
        if meeting.is_open and any(circles & circles_at(other, self._us) for other in following):
            meeting.fulfil(event.end, None, Why.NEXT_MEETING)

    def _obey(self, word: Word) -> None:
        """Take the user's word; one said before its commitment began was taken then."""
        exact = self._debts.get(word.commitment_id)
        for debt in [exact] if exact else [debt for debt in self._debts.values() if is_about(word, debt)]:
            if debt.made_at < word.at:
                obey(debt, word)
            if debt.is_open and debt not in self._open:
                self._open.append(debt)


def _circles(trace: Trace) -> frozenset[str]:
    return frozenset(map(circle_of, trace.outside))
