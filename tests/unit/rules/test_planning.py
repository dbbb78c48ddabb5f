from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from rules.absences import Absence
from rules.commitments import Change, ChangeKind, Commitment, Status
from rules.facts import Address
from rules.pauses import Pause
from rules.planning import Due, Mark, Plan, Restraint, plan, quietly
from rules.playbooks.loading import load_playbooks
from rules.signals import Amount, Confidence, Kind, Party
from rules.steps import Place, StepState
from rules.working_time import WorkingTime
from tests.builders import PEDRO, at

WORKING_TIME = WorkingTime.of("Europe/Madrid", holidays="ES-MD")
PLAYBOOKS = load_playbooks()
MADE = at("2026-03-10 10:12")  # a Tuesday
OURS = {Kind.INQUIRY, Kind.MISSING_ATTACHMENT, Kind.NO_AGREEMENT, Kind.ACCEPTANCE, Kind.COMPLAINT, Kind.MEETING}
LUISA = Address(address="luisa@otra.example", name="Luisa Sanz")


def a_commitment(kind: Kind = Kind.PROMISE, **changes: object) -> Commitment:
    due = changes.pop("due", None)
    found = Commitment(
        id="c1",
        kind=kind,
        owes=Party.US if kind in OURS else Party.THEM,
        status=Status.OPEN,
        account="despacho",
        counterparty=PEDRO,
        message_id="m1@estudio.example",
        thread="t1",
        subject="Reforma de la cocina",
        made_at=MADE,
        evidence="le envío el presupuesto",
        rule="es.promise.send",
        rule_version=1,
        confidence=Confidence.SURE,
        due=due,
        due_at=WORKING_TIME.end_of_day(due) if isinstance(due, date) else None,
    )
    return replace(found, **changes)  # type: ignore[arg-type] # the fields a test is about


def an_overdue_promise(**changes: object) -> Commitment:
    return a_commitment(**{"owes": Party.US, "due": date(2026, 3, 12), "status": Status.OVERDUE, **changes})


def a_late_answer(**changes: object) -> Commitment:
    return a_commitment(**{"due": date(2026, 3, 13), "status": Status.OVERDUE, **changes})


def planned(*commitments: Commitment, now: str = "2026-03-10 12:00", **restraint: object) -> Plan:
    return plan(
        commitments,
        playbooks=PLAYBOOKS,
        working_time=WORKING_TIME,
        restraint=Restraint(**restraint),  # type: ignore[arg-type] # the restraint a test is about
        now=at(now),
    )


def away(until: date) -> dict[str, Absence]:
    return {PEDRO.address: Absence(told_at=at("2026-03-11 10:00"), until=until)}


def a_draft_left(when: str, *, stands: bool = True, nudge: bool = True, counterparty: str = PEDRO.address) -> Mark:
    return Mark(place=Place.DRAFT, counterparty=counterparty, stands=stands, left_at=at(when), nudge=nudge)


def names(plan_: Plan) -> list[str]:
    return [item.step.key.partition("/")[2] for item in plan_.due]


def whole(commitment: Commitment, **restraint: object) -> list[tuple[str, str, datetime]]:
    return [
        (step.key.partition("/")[2], step.place.value, step.at)
        for step, state in planned(commitment, now="2026-03-10 10:12", **restraint).steps["c1"]
        if state is not StepState.CANCELLED
    ]


ONCE = "2026-03-10 10:12"


@pytest.mark.parametrize(
    ("commitment", "steps"),
    [
        (
            a_commitment(owes=Party.US, due=date(2026, 3, 12)),
            [("task", "task", ONCE), ("late", "draft", "2026-03-13 09:00")],
        ),
        (
            a_commitment(due=date(2026, 3, 13)),
            [("nudge.1", "draft", "2026-03-16 09:00"), ("nudge.2", "draft", "2026-03-23 09:00")],
        ),
        (
            a_commitment(Kind.QUOTE, amount=Amount(value=Decimal("9999.99"), currency="EUR", text="")),
            [(f"nudge.{n}", "draft", f"2026-03-{day} 09:00") for n, day in ((1, 17), (2, 24), (3, 31))],
        ),
        (
            a_commitment(Kind.QUOTE, amount=Amount(value=Decimal(10000), currency="EUR", text="")),
            [
                ("nudge.1", "draft", "2026-03-25 09:00"),
                ("nudge.2", "draft", "2026-04-09 09:00"),
                ("nudge.3", "draft", "2026-04-24 09:00"),
            ],
        ),
        (
            a_commitment(Kind.QUOTE, project=True, valid_until=date(2026, 3, 21)),
            [
                ("expiry", "draft", "2026-03-20 09:00"),
                ("nudge.2", "draft", "2026-04-09 09:00"),
                ("nudge.3", "draft", "2026-04-24 09:00"),
            ],
        ),
        (
            a_commitment(Kind.QUOTE, valid_until=date(2026, 4, 9)),
            [(f"nudge.{n}", "draft", f"2026-03-{day} 09:00") for n, day in ((1, 17), (2, 24), (3, 31))],
        ),
        (
            a_commitment(Kind.REQUEST, due=date(2026, 3, 13)),
            [("nudge.1", "draft", "2026-03-16 09:00"), ("nudge.2", "draft", "2026-03-23 09:00")],
        ),
        (
            a_commitment(Kind.INQUIRY, due=date(2026, 3, 11)),
            [("task", "task", ONCE), ("answer", "draft", "2026-03-11 09:00")],
        ),
        (
            a_commitment(Kind.MISSING_ATTACHMENT, due=date(2026, 3, 10)),
            [("repair", "draft", ONCE), ("task", "task", ONCE)],
        ),
        (a_commitment(Kind.NO_AGREEMENT, due=date(2026, 3, 11)), [("next", "draft", "2026-03-11 09:00")]),
        (a_commitment(Kind.STALL, due=date(2026, 4, 4)), [("nudge", "draft", "2026-04-06 09:00")]),
        (
            a_commitment(Kind.ACCEPTANCE, due=date(2026, 3, 11)),
            [("task", "task", ONCE), ("aftersale", "draft", "2026-04-09 09:00")],
        ),
        (
            a_commitment(Kind.REJECTION, due=date(2026, 3, 11)),
            [
                ("goodbye", "draft", ONCE),
                ("rescue.1month", "draft", "2026-04-10 09:00"),
                ("rescue.1month.task", "task", "2026-04-10 09:00"),
                ("rescue.6months", "draft", "2026-09-10 09:00"),
                ("rescue.6months.task", "task", "2026-09-10 09:00"),
            ],
        ),
        (
            a_commitment(Kind.FAREWELL, due=date(2026, 3, 11)),
            [
                ("goodbye", "draft", ONCE),
                ("goodbye.task", "task", ONCE),
                ("rescue.1month", "draft", "2026-04-10 09:00"),
                ("rescue.1month.task", "task", "2026-04-10 09:00"),
                ("rescue.6months", "draft", "2026-09-10 09:00"),
                ("rescue.6months.task", "task", "2026-09-10 09:00"),
            ],
        ),
        (
            a_commitment(Kind.COMPLAINT, due=date(2026, 3, 10)),
            [("fast", "draft", ONCE), ("task", "task", ONCE), ("cause", "task", "2026-03-17 09:00")],
        ),
        (a_commitment(Kind.MEETING, due=date(2026, 3, 11)), [("agreements", "draft", "2026-03-11 09:00")]),
        (a_commitment(Kind.OPT_OUT), []),
    ],
    ids=lambda value: f"{value.kind} by {value.owes}" if isinstance(value, Commitment) else None,
)
def test_each_kind_has_the_steps_of_its_playbook(commitment: Commitment, steps: list[tuple[str, str, str]]) -> None:
    assert whole(commitment) == [(name, place, at(moment)) for name, place, moment in steps]


def test_a_complaint_answered_is_followed_by_the_cause_and_the_slow_contact() -> None:
    answered = a_commitment(
        Kind.COMPLAINT, due=date(2026, 3, 10), status=Status.FULFILLED, closed_at=at("2026-03-12 17:00")
    )
    assert whole(answered) == [
        ("cause", "task", at("2026-03-17 09:00")),
        ("slow", "draft", at("2026-03-26 09:00")),
    ]


def test_a_new_complaint_calls_off_the_slow_contact_of_the_one_before() -> None:
    answered = a_commitment(Kind.COMPLAINT, status=Status.FULFILLED, closed_at=at("2026-03-12 17:00"))
    again = a_commitment(Kind.COMPLAINT, id="c2", made_at=at("2026-03-20 09:00"), due=date(2026, 3, 20))
    steps = planned(answered, again, now="2026-03-27 10:00").steps["c1"]
    assert ("c1/slow", StepState.CANCELLED) in [(step.key, state) for step, state in steps]


def test_a_complaint_calls_off_the_after_sale_question() -> None:
    sold = a_commitment(Kind.ACCEPTANCE, due=date(2026, 3, 11))
    unhappy = a_commitment(Kind.COMPLAINT, id="c2", made_at=at("2026-03-20 09:00"))
    states = {step.key: state for step, state in planned(sold, unhappy, now="2026-04-10 10:00").steps["c1"]}
    assert states["c1/aftersale"] is StepState.CANCELLED


@pytest.mark.parametrize("status", [Status.FULFILLED, Status.CANCELLED, Status.DISMISSED, Status.ARCHIVED])
def test_what_is_closed_has_no_more_steps(status: Status) -> None:
    assert whole(a_commitment(owes=Party.US, due=date(2026, 3, 12), status=status)) == []


def test_what_waits_for_its_condition_has_no_steps_counted_from_its_day() -> None:
    assert whole(a_commitment(owes=Party.US, conditional=True)) == []


def test_a_renewed_promise_gets_a_draft_of_its_own_for_the_new_day() -> None:
    renewed = an_overdue_promise(renewals=1)
    assert [name for name, _, _ in whole(renewed)] == ["task", "late~1"]


def test_a_quote_talked_about_again_is_nudged_from_then_on() -> None:
    renewed = Change(what=ChangeKind.RENEWED, at=at("2026-03-20 16:00"))
    assert [moment for _, _, moment in whole(a_commitment(Kind.QUOTE, history=(renewed,)))] == [
        at("2026-03-27 09:00"),
        at("2026-04-06 09:00"),  # 3 April is Good Friday
        at("2026-04-10 09:00"),
    ]


# As sure as we are


def test_what_is_likely_leaves_tasks_only() -> None:
    likely = an_overdue_promise(confidence=Confidence.LIKELY)
    assert [(name, place) for name, place, _ in whole(likely)] == [("task", "task")]


def test_what_is_likely_and_has_no_task_gets_one_in_place_of_its_draft() -> None:
    likely = a_late_answer(confidence=Confidence.LIKELY)
    assert [(name, place) for name, place, _ in whole(likely)] == [("nudge.1", "task"), ("nudge.2", "task")]


def test_what_may_be_leaves_nothing() -> None:
    assert whole(an_overdue_promise(confidence=Confidence.MAYBE)) == []


# When


@pytest.mark.parametrize("now", ["2026-03-10 23:30", "2026-03-14 11:00"])
def test_what_repairs_something_comes_at_once_whatever_the_hour(now: str) -> None:
    broken = a_commitment(Kind.MISSING_ATTACHMENT, made_at=at(now), due=at(now).date())
    assert sorted(names(planned(broken, now=now))) == ["repair", "task"]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-16 08:59", []),
        ("2026-03-16 09:00", ["nudge.1"]),
        ("2026-03-16 23:00", []),
        ("2026-03-21 12:00", []),
        ("2026-04-03 12:00", []),
    ],
)
def test_a_nudge_comes_in_working_hours_never_at_night_on_weekends_or_holidays(now: str, due: list[str]) -> None:
    assert names(planned(a_late_answer(), now=now)) == due


def test_of_two_nudges_that_were_missed_only_the_last_is_left() -> None:
    """Held back although somebody was there (late ourselves, or they were away), a series ends when it would have.

    They wait for nothing of ours, and its last mail, which closes the file kindly, is the one they must get. A day that
    nobody saw is another matter: see the tests of pauses.
    """
    result = planned(a_late_answer(), now="2026-03-24 09:00")
    assert names(result) == ["nudge.2"]
    assert [state for _, state in result.steps["c1"]] == [StepState.CANCELLED, StepState.PLANNED]


def a_pause(began: str, ended: str) -> Pause:
    return Pause(began=at(began), ended=at(ended))


def a_quote(euros: int = 900, **changes: object) -> Commitment:
    return a_commitment(Kind.QUOTE, amount=Amount(value=Decimal(euros), currency="EUR", text=""), **changes)


@pytest.mark.parametrize(
    ("euros", "pauses", "days"),
    [
        (900, [], ["2026-03-17", "2026-03-24", "2026-03-31"]),
        (900, [("2026-03-13 18:00", "2026-03-18 09:05")], ["2026-03-18", "2026-03-25", "2026-04-01"]),
        (900, [("2026-03-13 18:00", "2026-03-28 12:00")], ["2026-03-30", "2026-04-06", "2026-04-13"]),
        (900, [("2026-03-18 18:00", "2026-03-27 09:05")], ["2026-03-17", "2026-03-27", "2026-04-06"]),
        (900, [("2026-03-17 08:00", "2026-03-19 08:00"), ("2026-03-24 08:00", "2026-03-27 08:00")],
         ["2026-03-19", "2026-03-27", "2026-04-06"]),
        (30000, [("2026-03-20 18:00", "2026-04-10 09:05")], ["2026-04-10", "2026-04-27", "2026-05-11"]),
        (900, [("2026-03-17 18:00", "2026-03-24 09:05")], ["2026-03-17", "2026-03-24", "2026-03-31"]),
    ],
    ids=["none", "a long weekend", "back on a Saturday", "between two", "twice", "large", "back on the day"],
)  # fmt: skip
def test_an_absence_makes_a_series_later_and_not_shorter(
    euros: int, pauses: list[tuple[str, str]], days: list[str]
) -> None:
    gone = {"despacho": tuple(a_pause(*each) for each in pauses)}
    assert [moment for _, _, moment in whole(a_quote(euros), pauses=gone)] == [at(f"{day} 09:00") for day in days]


def test_after_an_absence_one_nudge_is_due_and_it_is_the_first_that_was_not_left() -> None:
    gone = {"despacho": (a_pause("2026-03-13 18:00", "2026-03-26 09:05"),)}
    assert names(planned(a_quote(), now="2026-03-26 09:05", pauses=gone)) == ["nudge.1"]
    left = {"c1/nudge.1": a_draft_left("2026-03-17 09:00", stands=False)}
    later = {"despacho": (a_pause("2026-03-18 18:00", "2026-04-01 09:05"),)}
    assert names(planned(a_quote(), now="2026-04-01 09:05", pauses=later, marks=left)) == ["nudge.2"]


def test_what_had_long_gone_to_rest_when_somebody_is_there_again_stays_at_rest() -> None:
    for back, first in (("2026-04-21 09:05", "2026-04-21 09:00"), ("2026-04-22 09:05", "2026-03-17 09:00")):
        gone = {"despacho": (a_pause("2026-03-13 18:00", back),)}
        assert whole(a_quote(), pauses=gone)[0][2] == at(first)


def test_the_end_of_a_quotes_validity_is_not_spoken_of_when_it_has_passed() -> None:
    quote = a_quote(valid_until=date(2026, 3, 24))
    assert "expiry" in [name for name, _, _ in whole(quote)]
    gone = {"despacho": (a_pause("2026-03-20 18:00", "2026-03-27 09:05"),)}
    left = {"c1/nudge.1": a_draft_left("2026-03-17 09:00", stands=False)}
    assert names(planned(quote, now="2026-03-27 09:05", pauses=gone, marks=left)) == ["nudge.2"]


def test_a_step_that_was_left_is_done_and_not_due_again() -> None:
    left = {"c1/nudge.1": a_draft_left("2026-03-16 09:00", stands=False)}
    result = planned(a_late_answer(), now="2026-03-17 09:00", marks=left)
    assert names(result) == []
    assert [state for _, state in result.steps["c1"]] == [StepState.DONE, StepState.PLANNED]
    assert result.wanted == {"c1/nudge.1", "c1/nudge.2"}


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({}, 0),
        ({"confidence": Confidence.LIKELY}, 0),
        ({"confidence": Confidence.MAYBE}, 1),
        ({"message_id": "m0@cliente.example"}, 1),
        ({"counterparty": LUISA}, 1),
        ({"kind": Kind.ACCEPTANCE}, 1),
    ],
)
def test_a_question_within_a_complaint_is_answered_with_the_complaint(beside: dict[str, object], expected: int) -> None:
    asked = a_commitment(Kind.INQUIRY, due=date(2026, 3, 11), status=Status.OVERDUE)
    complaint = a_commitment(**{"kind": Kind.COMPLAINT, "id": "c2", **beside})
    found = planned(asked, complaint, now="2026-03-12 09:05").due
    left = [step.key for due in found for step in (due.step, *(also for _, also in due.also))]
    assert left.count("c1/answer") == expected


def test_a_mark_that_was_called_off_is_cancelled_and_not_left_again() -> None:
    deleted = replace(a_draft_left("2026-03-16 09:00", stands=False), ended=False)
    result = planned(a_late_answer(), now="2026-03-17 09:00", marks={"c1/nudge.1": deleted})
    assert names(result) == []
    assert [state for _, state in result.steps["c1"]] == [StepState.CANCELLED, StepState.PLANNED]


def test_a_task_that_stands_is_told_so_that_it_can_get_another_day() -> None:
    standing = Mark(place=Place.TASK, counterparty=PEDRO.address, stands=True, left_at=MADE)
    result = planned(a_commitment(owes=Party.US, due=date(2026, 3, 12)), marks={"c1/task": standing})
    assert [item.step.key for item in result.standing] == ["c1/task"]


# Absence needs evidence


def test_nothing_follows_a_day_gone_by_before_it_is_known_that_nothing_came() -> None:
    unread = a_late_answer(status=Status.OPEN)
    assert names(planned(unread, now="2026-03-16 09:00")) == []
    assert names(planned(a_late_answer(), now="2026-03-16 09:00")) == ["nudge.1"]


# Never a nuisance


def test_what_else_is_due_to_the_same_person_goes_into_one_draft() -> None:
    both = (an_overdue_promise(), a_commitment(Kind.NO_AGREEMENT, id="c2", due=date(2026, 3, 11), thread="t2"))
    (task, draft) = planned(*both, now="2026-03-13 09:00").due
    assert task.step.place is Place.TASK
    assert draft.step.key == "c1/late"
    assert [step.key for _, step in draft.also] == ["c2/next"]


def test_two_people_get_a_draft_each() -> None:
    both = (a_late_answer(), a_late_answer(id="c2", counterparty=LUISA))
    assert [item.also for item in planned(*both, now="2026-03-16 09:00").due] == [(), ()]


def test_nobody_gets_a_second_draft_while_one_is_unsent() -> None:
    unsent = {"c9/nudge.1": a_draft_left("2026-03-01 09:00")}
    to_pedro, to_luisa = a_late_answer(id="c9"), a_late_answer(id="c9", counterparty=LUISA)
    assert names(planned(a_late_answer(), to_pedro, now="2026-03-16 09:00", marks=unsent)) == []
    elsewhere = {"c9/nudge.1": a_draft_left("2026-03-01 09:00", counterparty=LUISA.address)}
    assert names(planned(a_late_answer(), to_luisa, now="2026-03-16 09:00", marks=elsewhere)) == ["nudge.1"]


def test_a_draft_that_is_wanted_no_more_stands_in_nobodys_way() -> None:
    unsent = {"c9/nudge.1": a_draft_left("2026-03-01 09:00")}
    answered = a_late_answer(id="c9", status=Status.FULFILLED, closed_at=at("2026-03-15 10:00"))
    assert names(planned(a_late_answer(), answered, now="2026-03-16 09:00", marks=unsent)) == ["nudge.1"]


def test_an_unsent_nudge_gives_way_to_what_we_owe_and_not_to_another_nudge() -> None:
    unsent = {"c9/nudge.1": a_draft_left("2026-03-11 09:00"), "c1/task": a_draft_left(ONCE, stands=False)}
    late = planned(an_overdue_promise(), a_late_answer(id="c9"), now="2026-03-13 09:00", marks=unsent)
    assert (names(late), late.gives_way) == (["late"], {"c9/nudge.1"})
    assert planned(a_late_answer(), a_late_answer(id="c9"), now="2026-03-16 09:00", marks=unsent).gives_way == set()


def test_an_unsent_nudge_gives_way_to_a_complaint_whose_draft_is_there_already() -> None:
    complaint = a_commitment(Kind.COMPLAINT, id="c2", due=date(2026, 3, 10))
    left = {f"c2/{name}": a_draft_left("2026-03-10 11:00", nudge=False) for name in ("task", "fast")}
    left |= {"c9/nudge.1": a_draft_left("2026-03-11 09:00")}
    result = planned(complaint, a_late_answer(id="c9"), now="2026-03-13 09:00", marks=left)
    assert (names(result), result.gives_way) == ([], {"c9/nudge.1"})


def test_a_goodbye_not_sent_in_a_month_is_overtaken_by_the_step_that_follows() -> None:
    gone = a_commitment(Kind.FAREWELL, owes=Party.THEM, due=date(2026, 3, 11))
    left = {f"c1/{name}": a_draft_left("2026-03-10 11:00", nudge=False) for name in ("goodbye", "goodbye.task")}
    result = planned(gone, now="2026-04-10 09:00", marks=left)
    assert names(result) == ["rescue.1month.task", "rescue.1month"]
    assert result.superseded == {"c1/goodbye"}
    assert "c1/goodbye" not in result.wanted


def test_what_is_snoozed_keeps_its_task_and_gets_its_draft_when_it_wakes() -> None:
    asleep = an_overdue_promise(status=Status.SNOOZED, snoozed_until=at("2026-03-20 00:00"))
    left = {
        "c1/task": replace(a_draft_left(ONCE, nudge=False), place=Place.TASK),
        "c1/late": a_draft_left("2026-03-12 09:00", nudge=False),
    }
    result = planned(asleep, now="2026-03-13 09:00", marks=left)
    assert (names(result), result.gives_way) == ([], {"c1/late"})
    assert result.wanted == {"c1/task", "c1/late"}
    awake = an_overdue_promise(snoozed_until=at("2026-03-20 00:00"))
    del left["c1/late"]
    assert names(planned(awake, now="2026-03-19 09:00", marks=left)) == []
    assert names(planned(awake, now="2026-03-20 09:00", marks=left)) == ["late"]


def test_what_is_reopened_gets_its_task_and_draft_once_more() -> None:
    again = Change(what=ChangeKind.REOPENED, at=at("2026-03-13 09:00"))
    left = {f"c1/{name}": a_draft_left(ONCE, stands=False) for name in ("task", "late")}
    result = planned(an_overdue_promise(history=(again,)), now="2026-03-13 10:00", marks=left)
    assert names(result) == ["task+1", "late+1"]


def test_the_questions_of_one_message_share_one_task() -> None:
    def asked(name: str, message_id: str) -> Commitment:
        return a_commitment(Kind.INQUIRY, id=name, message_id=message_id, due=date(2026, 3, 11))

    due = planned(asked("c1", "m1"), asked("c2", "m1"), asked("c3", "m2")).due
    assert [(item.step.key, [step.key for _, step in item.also]) for item in due] == [
        ("c1/task", ["c2/task"]),
        ("c3/task", []),
    ]


def test_an_answer_gives_back_the_questions_that_are_only_likely_too() -> None:
    def asked(name: str, confidence: Confidence, **more: object) -> Commitment:
        left = {"due": date(2026, 3, 11), "status": Status.OVERDUE, "confidence": confidence, **more}
        return a_commitment(Kind.INQUIRY, id=name, **left)

    sure, likely = asked("c1", Confidence.SURE), asked("c2", Confidence.LIKELY)
    others = (
        asked("c3", Confidence.MAYBE),
        asked("c4", Confidence.LIKELY, message_id="m4"),
        asked("c5", Confidence.LIKELY, status=Status.DISMISSED),
    )
    (draft,) = [
        each for each in planned(sure, likely, *others, now="2026-03-12 09:05").due if each.step.key == "c1/answer"
    ]
    assert [each.id for each in draft.cites] == ["c2"]


@pytest.mark.parametrize(("now", "due"), [("2026-03-17 09:00", []), ("2026-03-18 09:00", ["nudge.1"])])
def test_nobody_is_nudged_twice_within_five_working_days(now: str, due: list[str]) -> None:
    nudged = {"c9/nudge.1": a_draft_left("2026-03-11 09:00", stands=False)}
    assert names(planned(a_late_answer(), now=now, marks=nudged)) == due


@pytest.mark.parametrize(("now", "due"), [("2026-03-23 09:00", []), ("2026-03-24 09:00", ["nudge.2"])])
def test_a_nudge_that_was_sent_late_puts_the_next_one_off(now: str, due: list[str]) -> None:
    sent = replace(a_draft_left("2026-03-11 09:00", stands=False), sent_at=at("2026-03-18 17:00"))
    assert names(planned(a_late_answer(), now=now, marks={"c9/nudge.1": sent})) == due


def test_what_we_owe_is_no_nudge_and_does_not_wait() -> None:
    nudged = {"c9/nudge.1": a_draft_left("2026-03-11 09:00", stands=False), "c1/task": a_draft_left(ONCE, stands=False)}
    assert names(planned(an_overdue_promise(), now="2026-03-13 09:00", marks=nudged)) == ["late"]


@pytest.mark.parametrize(("now", "due"), [("2026-03-20 09:00", []), ("2026-03-23 09:00", ["nudge.2"])])
def test_nobody_is_nudged_while_away(now: str, due: list[str]) -> None:
    assert names(planned(a_late_answer(), now=now, absences=away(until=date(2026, 3, 22)))) == due


def test_nobody_is_nudged_while_we_are_late_ourselves() -> None:
    late = an_overdue_promise(id="c2")
    left = {"c2/task": a_draft_left(ONCE, stands=False), "c2/late": a_draft_left("2026-03-13 09:00", stands=False)}
    assert names(planned(a_late_answer(), late, now="2026-03-16 09:00", marks=left)) == []


def a_complaint_answered_and_a_promise_late() -> tuple[Commitment, Commitment]:
    answered = a_commitment(Kind.COMPLAINT, status=Status.FULFILLED, closed_at=at("2026-03-12 17:00"))
    return answered, an_overdue_promise(id="c2", made_at=at("2026-03-12 17:00"), due=date(2026, 3, 13))


def test_a_word_of_care_is_not_held_back_by_what_we_owe_and_says_it_too() -> None:
    left = {key: a_draft_left(ONCE, stands=False) for key in ("c1/cause", "c2/task")}
    (draft,) = planned(*a_complaint_answered_and_a_promise_late(), now="2026-03-26 09:05", marks=left).due
    assert draft.step.key == "c1/slow"
    assert [step.key for _, step in draft.also] == ["c2/late"]


def test_an_unsent_draft_about_what_we_owe_gives_way_to_the_word_of_care_that_says_it_too() -> None:
    left = {key: a_draft_left(ONCE, stands=False) for key in ("c1/cause", "c2/task")}
    left |= {"c2/late": a_draft_left("2026-03-16 09:00", nudge=False)}
    result = planned(*a_complaint_answered_and_a_promise_late(), now="2026-03-26 09:05", marks=left)
    assert result.gives_way == {"c2/late"}
    assert names(result) == ["slow"]


def two_late_promises_one_draft(when: str, **restraint: object) -> Plan:
    left = {key: a_draft_left(ONCE, stands=False) for key in ("c1/task", "c2/task")}
    left |= {"c1/late": a_draft_left(when, nudge=False)}
    second = an_overdue_promise(id="c2", due=date(2026, 3, 13))
    return planned(an_overdue_promise(), second, now="2026-03-16 09:05", marks=left, **restraint)


def test_an_unsent_draft_about_what_we_owe_is_written_anew_with_what_has_fallen_due_since() -> None:
    result = two_late_promises_one_draft("2026-03-13 09:00")
    assert result.gives_way == {"c1/late"}
    assert names(result) == ["late"]


def test_what_a_draft_could_not_say_when_it_was_written_waits_until_it_is_gone() -> None:
    result = two_late_promises_one_draft("2026-03-16 09:00")
    assert (result.gives_way, names(result)) == (set(), [])


def test_nothing_is_written_into_a_draft_that_the_user_has_edited_nor_beside_it() -> None:
    result = two_late_promises_one_draft("2026-03-13 09:00", edited=frozenset({"c1/late"}))
    assert (result.gives_way, names(result)) == (set(), [])


def test_what_cannot_be_written_leaves_its_place_to_what_was_to_be_said_with_it() -> None:
    left = {key: a_draft_left(ONCE, stands=False) for key in ("c1/cause", "c2/task")}
    (draft,) = planned(*a_complaint_answered_and_a_promise_late(), now="2026-03-26 09:05", marks=left).due
    assert [(each.step.key, len(each.also)) for each in draft.in_turn()] == [("c1/slow", 1), ("c2/late", 0)]


def test_a_question_of_theirs_goes_before_a_word_of_care() -> None:
    left = {key: a_draft_left(ONCE, stands=False) for key in ("c1/cause", "c2/task", "c3/task")}
    asked = a_commitment(Kind.INQUIRY, id="c3", message_id="m3", due=date(2026, 3, 24), status=Status.OVERDUE)
    answered, _ = a_complaint_answered_and_a_promise_late()
    (draft,) = planned(answered, asked, now="2026-03-26 09:05", marks=left).due
    assert draft.step.key == "c3/answer"


# First contact is quiet


def test_the_first_contact_leaves_nothing_for_what_fell_due_long_ago() -> None:
    old = an_overdue_promise(made_at=at("2026-02-02 10:00"), due=date(2026, 2, 4))
    result = planned(old, now="2026-03-10 09:00", first_contact=True)
    assert names(result) == []
    assert [step.key for step in result.omitted] == ["c1/task", "c1/late"]


def test_the_first_contact_looks_at_when_a_thing_was_due_not_when_it_was_promised() -> None:
    soon = a_commitment(owes=Party.US, made_at=at("2026-01-12 10:00"), due=date(2026, 3, 12))
    assert names(planned(soon, first_contact=True)) == ["task"]


def test_what_fell_due_long_ago_is_left_once_the_first_contact_is_over() -> None:
    old = an_overdue_promise(made_at=at("2026-02-02 10:00"), due=date(2026, 2, 4))
    assert names(planned(old, now="2026-03-10 09:00")) == ["task", "late"]


def test_the_first_cycle_leaves_the_most_valuable_drafts_and_all_tasks() -> None:
    def of_value(number: int) -> Due:
        amount = Amount(value=Decimal(number), currency="EUR", text="")
        quote = a_commitment(Kind.QUOTE, id=f"q{number}", amount=amount)
        return Due(commitment=quote, step=planned(quote).steps[quote.id][0][0])

    (task,) = planned(a_commitment(owes=Party.US, due=date(2026, 3, 12))).due
    kept, left_out = quietly((*map(of_value, (1, 5, 3)), task), most=2)
    assert [item.commitment.id for item in kept] == ["q5", "q3", "c1"]
    assert [item.commitment.id for item in left_out] == ["q1"]


# Waking


def test_a_plan_says_when_something_may_change_although_nothing_arrives() -> None:
    assert planned(a_late_answer(), now="2026-03-13 12:00").wake == {"c1": at("2026-03-16 09:00")}
    held_back = planned(a_late_answer(), now="2026-03-16 09:00", absences=away(until=date(2026, 4, 1)))
    assert held_back.wake == {"c1": at("2026-03-17 09:00")}
    assert planned(a_late_answer(status=Status.DISMISSED)).wake == {}
    asleep = a_late_answer(status=Status.SNOOZED, snoozed_until=at("2026-03-14 00:00"))
    assert planned(asleep, now="2026-03-13 12:00").wake == {"c1": at("2026-03-14 00:00")}


def test_what_the_night_holds_back_is_looked_at_when_work_starts_that_day() -> None:
    assert planned(a_late_answer(), now="2026-03-16 07:30").wake == {"c1": at("2026-03-16 09:00")}
