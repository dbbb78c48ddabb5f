"""Order of arrival cannot matter, nor can how often a message arrives, nor what else is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import mentions
from rules.commitments import ChangeKind, Commitment, Status
from rules.facts import Direction, Event, Trace
from rules.marks import Mark
from rules.settlement import Conversation, Verb, Word, commitment_id, settle
from rules.signals import Act, Kind, Party, Signal
from tests.builders import ANA, PEDRO, US, at
from tests.talk import MADRID_TIME, PLAYBOOKS

_START = at("2026-03-02 09:00")
_NOW = at("2026-05-29 12:00")
_THINGS = ("el presupuesto", "el plano", "la visita", "algo")
_OWED = {
    Direction.OUTBOUND: [
        (Kind.PROMISE, Party.US), (Kind.QUOTE, Party.THEM), (Kind.REQUEST, Party.THEM),
        (Kind.NO_AGREEMENT, Party.US), (Kind.MISSING_ATTACHMENT, Party.US),
    ],
    Direction.INBOUND: [
        (Kind.PROMISE, Party.THEM), (Kind.INQUIRY, Party.US), (Kind.ACCEPTANCE, Party.US), (Kind.REJECTION, Party.THEM),
        (Kind.STALL, Party.THEM), (Kind.COMPLAINT, Party.US), (Kind.FAREWELL, Party.THEM), (Kind.OPT_OUT, Party.THEM),
    ],
}  # fmt: skip


@st.composite
def signals(draw: st.DrawFn, direction: Direction) -> Signal:
    kind, owes = draw(st.sampled_from(_OWED[direction]))
    thing = draw(st.sampled_from(_THINGS))
    made = _START.date()
    return Signal(
        kind=kind,
        owes=owes,
        evidence=f"lo de {thing}",
        object=draw(st.sampled_from((thing, None))),
        rule="test",
        due=draw(st.none() | st.integers(0, 60).map(lambda days: made + timedelta(days=days))),
        act=draw(st.sampled_from(Act)),
        holding=draw(st.booleans()),
        conditional=kind is Kind.PROMISE and draw(st.booleans()),
    )


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Trace, ...]:
    found: list[Trace] = []
    for number in range(draw(st.integers(1, 8))):
        direction = draw(st.sampled_from(Direction))
        outbound = direction is Direction.OUTBOUND
        said = draw(st.lists(signals(direction), max_size=2))
        thread = draw(st.sampled_from(("A", "B")))
        thing = draw(st.sampled_from(_THINGS))
        found.append(
            Trace(
                id=f"m{number}",
                account=draw(st.sampled_from(("one", "two"))),
                direction=direction,
                date=_START + timedelta(hours=draw(st.integers(0, 1500))),
                sender=ANA if outbound else PEDRO,
                to=(PEDRO,) if outbound else (ANA,),
                outside=(PEDRO,),
                subject="Obra",
                thread=thread,
                references=tuple(trace.id for trace in found if trace.thread == thread),
                signals=tuple(said),
                attachments=draw(st.integers(0, 1)),
                words=10,
                mentions=mentions.of(thing),
                marks=draw(st.frozensets(st.sampled_from(Mark), max_size=3)),
            )
        )
    return tuple(found)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Event, ...]:
    starts = draw(st.lists(st.integers(0, 1500), max_size=3))
    return tuple(
        Event(
            id=f"e{number}",
            account="one",
            start=_START + timedelta(hours=hours),
            end=_START + timedelta(hours=hours + 1),
            title="Visita",
            attendees=(ANA, PEDRO),
            outside=(PEDRO,),
            cancelled=draw(st.booleans()),
        )
        for number, hours in enumerate(starts)
    )


def concluded(
    traces: tuple[Trace, ...], words: tuple[Word, ...] = (), events: tuple[Event, ...] = ()
) -> tuple[Commitment, ...]:
    return settle(
        Conversation(counterparty=PEDRO, traces=traces, words=words, events=events),
        us=US,
        working_time=MADRID_TIME,
        playbooks=PLAYBOOKS,
        now=_NOW,
        read_until=_NOW,
    )


@given(conversations(), meetings(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_order_of_arrival_gives_the_same_commitments(
    traces: tuple[Trace, ...], events: tuple[Event, ...], data: st.DataObject
) -> None:
    made = concluded(traces, events=events)
    words = tuple(
        Word(commitment_id=item.id, verb=verb, at=item.made_at + timedelta(days=days), until=_NOW)
        for item in data.draw(st.lists(st.sampled_from(made), max_size=3) if made else st.just([]))
        for verb, days in [(data.draw(st.sampled_from(Verb)), data.draw(st.integers(0, 30)))]
    )
    expected = concluded(traces, words, events)
    mixed = [data.draw(st.permutations(items)) for items in (traces, words, events)]
    assert concluded(*map(tuple, mixed)) == expected


@given(conversations(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_arrives_twice_or_in_another_account_changes_nothing(
    traces: tuple[Trace, ...], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(traces), max_size=4))
    copies = [replace(trace, account="zzz") for trace in again]
    assert concluded((*again, *traces, *copies)) == concluded(traces)


@given(conversations(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_trace_that_arrives_late_corrects_what_was_concluded_without_it(
    traces: tuple[Trace, ...], data: st.DataObject
) -> None:
    late = data.draw(st.sampled_from(traces))
    without = tuple(trace for trace in traces if trace.id != late.id)
    concluded(without)
    assert concluded((*without, late)) == concluded(traces)


@given(conversations())
@settings(max_examples=60, deadline=None)
def test_every_commitment_has_its_own_id_and_tells_its_history_in_order(traces: tuple[Trace, ...]) -> None:
    found = concluded(traces)
    assert len({item.id for item in found}) == len(found)
    known = {trace.id for trace in traces}
    for item in found:
        moments = [change.at for change in item.history]
        assert moments == sorted(moments)
        assert item.id == commitment_id(item.message_id, item.kind, item.owes, item.evidence)
        assert {change.message_id for change in item.history} <= known | {None}
        assert (item.closed_at is not None) is item.status.is_closed
        assert item.fulfilled_by is None or item.status is Status.FULFILLED


@given(conversations(), st.sampled_from((Verb.DONE, Verb.DISMISS)), st.data())
@settings(max_examples=40, deadline=None)
def test_the_users_word_outlives_everything_said_later(
    traces: tuple[Trace, ...], verb: Verb, data: st.DataObject
) -> None:
    before = concluded(traces)
    if not before:
        return
    item = data.draw(st.sampled_from(before))
    # A promise that waits for their act is shown, and can be spoken of, once it has come.
    moments = [change.at for change in item.history if not item.conditional or change.what is not ChangeKind.MADE]
    word = Word(commitment_id=item.id, verb=verb, at=data.draw(st.sampled_from(moments)) + timedelta(minutes=1))
    after = next(other for other in concluded(traces, (word,)) if other.id == item.id)
    if verb is Verb.DISMISS:
        assert after.status is Status.DISMISSED
    else:
        assert after.status in {Status.FULFILLED, Status.CANCELLED}


@given(conversations())
@settings(max_examples=40, deadline=None)
def test_after_somebody_opts_out_nothing_of_theirs_stays_open(traces: tuple[Trace, ...]) -> None:
    out = [trace.date for trace in traces if any(signal.kind is Kind.OPT_OUT for signal in trace.signals)]
    if out:
        assert all(item.status.is_closed and item.made_at <= min(out) for item in concluded(traces))
