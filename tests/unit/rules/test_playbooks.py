"""Playbooks are data: read strictly, changed by kind, rule, person or domain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from config import strict_yaml
from config.sources import Faults
from rules.commitments import Commitment, Status
from rules.facts import Address
from rules.playbooks import Anchor, Playbooks, StepPlan, Term, Unit, While, anchor_of
from rules.playbooks.loading import load_playbooks
from rules.signals import Amount, Kind, Party
from rules.steps import Place
from rules.working_time import WorkingTime
from tests.builders import PEDRO, at
from tests.talk import MADRID_TIME, PLAYBOOKS, Talk, found

FERIA = WorkingTime.of("Europe/Madrid", holidays="ES-MD")


def load(text: str, **by_rule: str) -> Playbooks:
    return load_playbooks([strict_yaml.load(text, "mine.yaml")], by_rule)


@pytest.mark.parametrize(
    ("kind", "owes", "due"),
    [
        ("promise", "us", "2 wd"), ("promise", "them", "5 wd"), ("request", "them", "3 wd"), ("inquiry", "us", "1 wd"),
        ("missing_attachment", "us", "0 d"), ("no_agreement", "us", "1 wd"), ("stall", "them", "30 d"),
        ("acceptance", "us", "1 wd"), ("rejection", "them", "1 wd"), ("farewell", "them", "1 wd"),
        ("complaint", "us", "0 d"), ("meeting", "us", "1 wd"), ("quote", "them", None), ("opt_out", "them", None),
    ],
)  # fmt: skip
def test_what_is_due_when_the_text_names_no_day(kind: str, owes: str, due: str | None) -> None:
    playbook = PLAYBOOKS.for_(Kind(kind), Party(owes), "any", PEDRO)
    assert playbook.due == (Term.parse(due) if due else None)


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        ("2 wd", "2026-03-12", "2026-03-16"),
        ("-1 wd", "2026-03-16", "2026-03-13"),
        ("30 d", "2026-03-10", "2026-04-09"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("6 months", "2026-08-31", "2027-02-28"),
        ("0 d", "2026-03-14", "2026-03-14"),
    ],
)
def test_a_term_is_counted_in_local_days(term: str, start: str, end: str) -> None:
    assert Term.parse(term).counted_from(date.fromisoformat(start), MADRID_TIME) == date.fromisoformat(end)


@pytest.mark.parametrize("text", ["2", "two wd", "2 weeks", "", "1.5 d"])
def test_anything_else_is_no_term(text: str) -> None:
    with pytest.raises(ValueError, match="is no term"):
        Term.parse(text)


def step(name: str, kind: Kind, owes: Party = Party.THEM) -> StepPlan:
    return next(item for item in PLAYBOOKS.for_(kind, owes, "", PEDRO).steps if item.name == name)


def test_steps_come_when_work_starts_on_the_next_working_day() -> None:
    nudge = step("nudge", Kind.REQUEST)
    due = MADRID_TIME.end_of_day(date(2026, 3, 13))
    assert nudge.moments(due, FERIA) == (at("2026-03-16 09:00"), at("2026-03-23 09:00"))


def test_a_step_that_would_fall_on_a_holiday_moves_on() -> None:
    rescue = step("rescue.1month", Kind.REJECTION)
    assert rescue.moments(at("2026-04-01 12:00"), FERIA) == (at("2026-05-04 09:00"),)


def test_what_comes_before_a_day_moves_back() -> None:
    expiry = step("expiry", Kind.QUOTE)
    assert expiry.moments(at("2026-03-16 09:00"), MADRID_TIME) == (at("2026-03-13 09:00"),)


def test_what_repairs_comes_at_once_whatever_the_hour() -> None:
    repair = step("repair", Kind.MISSING_ATTACHMENT, Party.US)
    assert repair.moments(at("2026-03-14 23:10"), MADRID_TIME) == (at("2026-03-14 23:10"),)


def test_each_time_has_its_name_and_its_template() -> None:
    nudge = step("nudge", Kind.PROMISE)
    assert [nudge.step_name(1), nudge.step_name(2)] == ["nudge.1", "nudge.2"]
    assert [nudge.template(1), nudge.template(2), nudge.template(3)] == ["theirs.1", "theirs.2", "theirs.2"]
    assert step("late", Kind.PROMISE, Party.US).step_name(1) == "late"


def a_quote(amount: int | None, *, project: bool = False) -> Commitment:
    talk = Talk()
    money = Amount(value=Decimal(amount), currency="EUR", text=str(amount)) if amount else None
    text = "Le adjunto el presupuesto del proyecto." if project else "Le adjunto el presupuesto."
    talk.we(
        "2026-03-10 10:00", text, found("quote", "Le adjunto el presupuesto", amount=money, valid_until="2026-04-10")
    )
    return talk.first("2026-03-10 12:00")


@pytest.mark.parametrize(
    ("amount", "project", "every"),
    [(9_999, False, 7), (10_000, False, 15), (None, False, 7), (None, True, 15), (500, True, 7)],
)
def test_large_quotes_and_projects_have_a_slower_cadence(amount: int | None, every: int, *, project: bool) -> None:
    quote = a_quote(amount, project=project)
    playbook = PLAYBOOKS.for_(quote.kind, quote.owes, quote.rule, quote.counterparty)
    (nudge,) = (item for item in playbook.steps_for(quote) if item.name == "nudge")
    assert nudge.every == Term(every, Unit.DAYS)
    assert nudge.at_most == 3


def test_what_has_no_large_form_takes_every_step() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "¿Me manda el CIF?", found("request", "¿Me manda el CIF?"))
    request = talk.first("2026-03-10 12:00")
    playbook = PLAYBOOKS.for_(request.kind, request.owes, request.rule, request.counterparty)
    assert playbook.steps_for(request) == playbook.steps


def test_steps_are_counted_from_where_it_stands() -> None:
    quote = a_quote(500)
    assert anchor_of(quote, Anchor.MADE, MADRID_TIME) == at("2026-03-10 10:00")
    assert anchor_of(quote, Anchor.WAITING, MADRID_TIME) == at("2026-03-10 10:00")
    assert anchor_of(quote, Anchor.DUE, MADRID_TIME) is None
    assert anchor_of(quote, Anchor.ANSWERED, MADRID_TIME) is None
    assert anchor_of(quote, Anchor.VALID_UNTIL, MADRID_TIME) == at("2026-04-10 09:00")


def test_a_quote_put_off_waits_from_the_day_they_named() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Son 500 €.", found("quote", "Son 500 €"))
    talk.they("2026-03-12 10:00", "Llámeme el 20 de abril.", found("stall", "Llámeme el 20 de abril", due="2026-04-20"))
    quote = talk.first("2026-03-13 09:00")
    assert anchor_of(quote, Anchor.WAITING, MADRID_TIME) == at("2026-04-20 09:00")
    assert anchor_of(quote, Anchor.VALID_UNTIL, MADRID_TIME) is None


def test_a_quote_put_off_without_a_day_waits_as_long_as_a_delay_does() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "Son 500 €.", found("quote", "Son 500 €"))
    talk.they("2026-03-12 10:00", "Me lo pensaré.", found("stall", "Me lo pensaré"))
    assert anchor_of(talk.first("2026-03-13 09:00"), Anchor.WAITING, MADRID_TIME) == at("2026-04-11 09:00")


def test_what_follows_an_answer_is_counted_from_it() -> None:
    talk = Talk()
    talk.they("2026-03-10 10:00", "Desagua mal.", found("complaint", "Desagua mal"))
    talk.we("2026-03-11 10:00", "Lo siento mucho, mañana va Mario sin coste.")
    complaint = talk.first("2026-03-12 09:00")
    assert complaint.status is Status.FULFILLED
    assert anchor_of(complaint, Anchor.ANSWERED, MADRID_TIME) == at("2026-03-11 10:00")
    slow = step("slow", Kind.COMPLAINT, Party.US)
    assert (slow.during, slow.unless) == (While.ANSWERED, {Kind.COMPLAINT})


def test_the_user_changes_a_kind_and_the_rest_of_it_stays() -> None:
    mine = load("request: {due: 5 wd}")
    playbook = mine.for_(Kind.REQUEST, Party.THEM, "", PEDRO)
    assert playbook.due == Term(5, Unit.WORKING_DAYS)
    assert playbook.steps == PLAYBOOKS.for_(Kind.REQUEST, Party.THEM, "", PEDRO).steps


def test_one_side_of_a_kind_can_differ() -> None:
    mine = load("quote.them: {archived_after: 1 month}")
    assert mine.for_(Kind.QUOTE, Party.THEM, "", PEDRO).archived_after == Term(1, Unit.MONTHS)


def test_what_is_null_is_taken_away() -> None:
    assert load("promise.us: {due: null, steps: []}").for_(Kind.PROMISE, Party.US, "", PEDRO).due is None


@pytest.mark.parametrize("who", ["pedro@cliente.example", "cliente.example", "*@cliente.example", "CLIENTE.example"])
def test_a_person_or_domain_gets_another_playbook(who: str) -> None:
    mine = load(
        f'patient: {{like: request, due: 10 wd}}\nfor: [{{counterparty: "{who}", kind: request, use: patient}}]'
    )
    assert mine.for_(Kind.REQUEST, Party.THEM, "", PEDRO).name == "patient"
    assert mine.for_(Kind.QUOTE, Party.THEM, "", PEDRO).name == "quote"
    assert mine.for_(Kind.REQUEST, Party.THEM, "", Address(address="x@otro.example")).name == "request"


def test_the_last_choice_that_fits_holds() -> None:
    mine = load(
        "a: {like: promise.us}\nb: {like: promise.us}\n"
        "for: [{kind: promise, owes: us, use: a}, {rule: es.call, use: b}, {owes: them, use: b}]"
    )
    assert mine.for_(Kind.PROMISE, Party.US, "es.send", PEDRO).name == "a"
    assert mine.for_(Kind.PROMISE, Party.US, "es.call", PEDRO).name == "b"


def test_a_rule_can_name_its_playbook() -> None:
    mine = load("slow: {like: request}", **{"my.rule": "slow", "other.rule": "nowhere"})
    assert mine.for_(Kind.REQUEST, Party.THEM, "my.rule", PEDRO).name == "slow"
    assert mine.for_(Kind.REQUEST, Party.THEM, "other.rule", PEDRO).name == "request"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("request: {due: 3 weeks}", 'mine.yaml:1:16: due: "3 weeks" is no term'),
        ("request: {stps: []}", 'mine.yaml:1:11: unknown key "stps"; did you mean "steps"?'),
        ("other: {due: 1 d}", 'mine.yaml:1:1: "other" is no playbook'),
        ("other: {like: nothing}", 'mine.yaml:1:15: "nothing" is no playbook'),
        ("for: [{use: nothing}]", 'mine.yaml:1:13: "nothing" is no playbook'),
        ("for: [{kind: nope, use: quote}]", "mine.yaml:1:14"),
        ("- a", "mine.yaml:1:1: expected playbooks by their names"),
        ("quote: {steps: [{name: a}]}", "either a task or a draft"),
        ("quote: {steps: [{name: a, draft: x, task: y}]}", "either a task or a draft"),
        ("quote: {steps: [{name: a, draft: x, at_most: 2}]}", "says how often"),
        ("quote: {steps: [{name: a, draft: x}, {name: a, task: y}]}", 'two steps are called "a"'),
        ("quote: {steps: [{name: a/b, draft: x}]}", "mine.yaml:1:24"),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(Faults) as error:
        load(text)
    assert fault in str(error.value)


def test_a_step_can_be_written_with_one_template_or_several() -> None:
    mine = load("inquiry: {steps: [{name: a, draft: x}, {name: b, task: [y, z], every: 1 d, at_most: 2, from: made}]}")
    one, more = mine.for_(Kind.INQUIRY, Party.US, "", PEDRO).steps
    assert (one.place, one.templates) == (Place.DRAFT, ("x",))
    assert (more.place, more.templates) == (Place.TASK, ("y", "z"))
