from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, IntEnum

import pytest

from daemon.flow import Flow
from daemon.ledger.accounts import AccountState
from daemon.questions import AccountStatus, Explanation, NotRaised
from daemon.show import cycle, reasons, records, tables
from daemon.show.console import clean, console, progress
from daemon.show.records import StepRecord, commitment_record, to_json
from rules.commitments import Change, ChangeKind, Commitment, DueFrom, Status
from rules.facts import Automatic, Direction, Trace
from rules.playbooks import Playbook, Term
from rules.signals import Amount, Confidence, Kind, Party, Signal
from rules.steps import Place, StepState
from tests.builders import ANA, MADRID, PEDRO, at

SIGNAL = Signal(
    kind=Kind.PROMISE,
    owes=Party.US,
    evidence="Mañana le envío el presupuesto",
    rule="es-promise-send",
    due=date(2026, 3, 11),
    due_text="Mañana",
)
TRACE = Trace(
    id="m1@estudio.example",
    account="despacho",
    direction=Direction.OUTBOUND,
    date=at("2026-03-10 10:12"),
    sender=ANA,
    to=(PEDRO,),
    outside=(PEDRO,),
    signals=(SIGNAL,),
    words=5,
)
COMMITMENT = Commitment(
    id="sbe2hogxdk",
    kind=Kind.PROMISE,
    owes=Party.US,
    status=Status.OVERDUE,
    account="despacho",
    counterparty=PEDRO,
    message_id=TRACE.id,
    thread="t",
    subject="Reforma de la cocina",
    made_at=at("2026-03-10 10:12"),
    evidence=SIGNAL.evidence,
    rule=SIGNAL.rule,
    rule_version=3,
    confidence=Confidence.SURE,
    object="el presupuesto",
    due=date(2026, 3, 11),
    due_at=at("2026-03-11 23:59"),
    due_from=DueFrom.TEXT,
    amount=Amount(value=Decimal("4850.50"), currency="EUR", text="4.850,50 €"),
    history=(Change(what=ChangeKind.MADE, at=at("2026-03-10 10:12"), message_id=TRACE.id),),
)
STEP = StepRecord(at=at("2026-03-12 09:00"), action=Place.DRAFT, state=StepState.DONE, ref="1.x")
EXPLANATION = Explanation(
    commitment=COMMITMENT,
    steps=(STEP,),
    said_in=TRACE,
    playbook=Playbook(name="promise.us", due=Term.parse("2 wd")),
    searched=(("despacho", at("2026-03-12 09:00")), ("obra", None)),
)


def test_a_commitment_has_the_shape_scripts_rely_on() -> None:
    assert commitment_record(COMMITMENT, [STEP], MADRID) == {
        "id": "sbe2hogxdk",
        "kind": "promise",
        "owes": "us",
        "status": "overdue",
        "account": "despacho",
        "counterparty": {"name": "Pedro Marín", "address": "pedro@cliente.example"},
        "subject": "Reforma de la cocina",
        "evidence": "Mañana le envío el presupuesto",
        "object": "el presupuesto",
        "rule": "es-promise-send",
        "message_id": "m1@estudio.example",
        "made_at": "2026-03-10T10:12:00+01:00",
        "confidence": "sure",
        "due_at": "2026-03-11T23:59:00+01:00",
        "due_from": "text",
        "fulfilled_by": None,
        "amount": {"value": 4850.5, "currency": "EUR"},
        "steps": [{"at": "2026-03-12T09:00:00+01:00", "action": "draft", "state": "done", "ref": "1.x"}],
    }
    without = commitment_record(replace(COMMITMENT, amount=None, due_at=None), [], MADRID)
    assert (without["amount"], without["due_at"], without["steps"]) == (None, None, [])


@pytest.mark.parametrize(("value", "number"), [("4850", 4850), ("1E+3", 1000), ("0.10", 0.1)])
def test_money_is_a_number(value: str, number: float) -> None:
    found = records.number(Decimal(value))
    assert (found, type(found)) == (number, type(number))


class Level(IntEnum):
    HIGH = 3


class Word(Enum):
    YES = "yes"


@dataclass(frozen=True)
class Result:
    level: Level
    word: Word
    names: frozenset[str]
    sum: Decimal


def test_any_result_becomes_json() -> None:
    result = {"r": Result(Level.HIGH, Word.YES, frozenset("ba"), Decimal(2)), "day": date(2026, 3, 10), Word.YES: (1,)}
    assert json.loads(to_json(result)) == {
        "r": {"level": "high", "word": "yes", "names": ["a", "b"], "sum": 2},
        "day": "2026-03-10",
        "yes": [1],
    }
    assert json.loads(to_json(at("2026-03-10 09:00").astimezone(None), zone=MADRID)) == "2026-03-10T09:00:00+01:00"


STEERING = "a\x1b[31mb\x9b2Jc\u202ed\u2066e\u200ff\x07g"


def test_what_comes_from_mail_cannot_steer_a_terminal() -> None:
    assert clean(f" {STEERING}\r\nh\u2028i\tj ") == "a[31mb2Jcdefg h i j"
    text = to_json(STEERING)
    assert text.isascii()
    assert json.loads(text) == STEERING


def test_output_that_is_no_terminal_is_plain_and_wide(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_commitments([COMMITMENT, replace(COMMITMENT, id="x2", owes=Party.THEM, due_at=None)], MADRID)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    line = next(line for line in shown.splitlines() if line.startswith("sbe2hogxdk"))
    assert line.split("  ")[1:] != []
    assert all(
        part in line for part in ("Pedro Marín", "“Mañana le envío el presupuesto”", "Wed 11 Mar 2026", "overdue")
    )
    assert shown.index("We owe") < shown.index("They owe")
    tables.show_commitments([], MADRID)
    assert capsys.readouterr().out == "Nothing is owed.\n"


def test_no_color_is_honoured_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    console().print("[red]no[/]")
    assert "\x1b[31m" not in capsys.readouterr().out


def test_progress_says_nothing_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Reading") as advance:
        advance(1, None)
        advance(2, 3)
    assert capsys.readouterr() == ("", "")


def test_the_word_of_the_user_is_confirmed_with_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    tables.show_one(replace(COMMITMENT, status=Status.SNOOZED, snoozed_until=at("2026-03-20 00:00")), MADRID)
    assert capsys.readouterr().out == "sbe2hogxdk snoozed until Fri 20 Mar 2026: Mañana le envío el presupuesto\n"


def test_why_says_what_of_several_things_is_still_owed(capsys: pytest.CaptureFixture[str]) -> None:
    part = Change(
        what=ChangeKind.PARTLY_DELIVERED,
        at=at("2026-03-11 12:00"),
        message_id="m2@x",
        due=date(2026, 3, 11),
        note="attachment",
    )
    rest = replace(part, what=ChangeKind.FULFILLED, message_id="m3@x", note="named")
    history = (*COMMITMENT.history, part, rest)
    told = replace(EXPLANATION, commitment=replace(COMMITMENT, object="la memoria", history=history))
    reasons.show(told, MADRID)
    shown = capsys.readouterr().out
    assert (
        "then      partly delivered Wed 11 Mar 2026, 12:00 by m2@x, "
        "still owed: la memoria, now due on Wed 11 Mar 2026 (attachment)\n"
    ) in shown
    assert "then      fulfilled Wed 11 Mar 2026, 12:00 by m3@x (named)\n" in shown


def test_why_gives_every_reason(capsys: pytest.CaptureFixture[str]) -> None:
    renewed = Change(
        what=ChangeKind.RENEWED,
        at=at("2026-03-11 12:00"),
        message_id="m2@x",
        due=date(2026, 3, 13),
        note="holding_reply",
    )
    told = replace(EXPLANATION, commitment=replace(COMMITMENT, history=(*COMMITMENT.history, renewed)))
    reasons.show(told, MADRID)
    shown = capsys.readouterr().out
    assert shown.startswith("sbe2hogxdk: promise, we owe Pedro Marín <pedro@cliente.example>\n")
    for line in (
        "said      “Mañana le envío el presupuesto”",
        "in        “Reforma de la cocina”, Tue 10 Mar 2026, 10:12, m1@estudio.example",
        "rule      es-promise-send, version 3 (sure)",
        "due       Wed 11 Mar 2026: the text says “Mañana”",
        "then      renewed Wed 11 Mar 2026, 12:00 by m2@x, now due on Fri 13 Mar 2026 (holding reply)",
        "searched  despacho: read completely until Thu 12 Mar 2026, 09:00",
        "searched  obra: never read completely: nothing is concluded",
        "so        overdue: it was due on Wed 11 Mar 2026, and nothing later fulfils it (holding reply)",
        "step      draft Thu 12 Mar 2026, 09:00: done, 1.x",
        "silence   not this: prometido dismiss sbe2hogxdk",
        "silence   not them: never: [pedro@cliente.example]",
    ):
        assert f"  {line}\n" in shown


def test_why_in_json_is_the_commitment_and_the_reasons() -> None:
    found = json.loads(to_json(reasons.record(EXPLANATION, MADRID), zone=MADRID))
    assert found["id"] == COMMITMENT.id
    assert (found["rule_version"], found["playbook"], found["due_text"]) == (3, "promise.us", "Mañana")
    assert found["searched"][0] == {"account": "despacho", "complete_until": "2026-03-12T09:00:00+01:00"}
    assert found["silence"]["done"] == "prometido done sbe2hogxdk"
    assert found["history"][0]["what"] == "made"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_at": None}, "on no day"),
        ({"due_at": None, "conditional": True}, "waits for the other side first"),
        ({"due_from": DueFrom.RULE}, "the text names no day; the playbook “promise.us” gives 2 working days"),
        ({"evidence": "otra"}, "the text names the day"),
    ],
)
def test_why_says_where_the_day_comes_from(
    changes: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons.show(replace(EXPLANATION, commitment=replace(COMMITMENT, **changes)), MADRID)
    due = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  due"))
    assert due.endswith(said)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.OPEN, "still open: nothing later fulfils it, and it is not due yet"),
        (Status.SNOOZED, "quiet until Fri 13 Mar 2026, as you said"),
        (Status.DISMISSED, "dismissed on Thu 12 Mar 2026: you said no"),
        (Status.ARCHIVED, "archived on Thu 12 Mar 2026: the last step has passed without an answer"),
        (Status.FULFILLED, "fulfilled on Thu 12 Mar 2026 by m9@x"),
        (Status.CANCELLED, "cancelled on Thu 12 Mar 2026 by m9@x"),
    ],
)
def test_why_says_what_closed_it_or_why_nothing_has(status: Status, said: str) -> None:
    closed = replace(
        COMMITMENT,
        status=status,
        closed_at=at("2026-03-12 10:00"),
        snoozed_until=at("2026-03-13 10:00"),
        fulfilled_by="m9@x",
    )
    assert reasons.outcome(replace(EXPLANATION, commitment=closed), MADRID) == said


def test_why_not_says_what_was_read_and_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    other = replace(SIGNAL, kind=Kind.QUOTE, evidence="adjunto")
    found = replace(TRACE, signals=(SIGNAL, other))
    reasons.show_not_raised(NotRaised(message_id=TRACE.id, found=found, raised=(COMMITMENT,), never=False), MADRID)
    shown = capsys.readouterr().out
    assert "outbound, Tue 10 Mar 2026, 10:12, es, 5 own words" in shown
    assert "raised as sbe2hogxdk, now overdue" in shown
    assert "quote (likely, es-promise-send): “adjunto”: seen, and nothing raised" in shown


@pytest.mark.parametrize(
    ("trace", "never", "said"),
    [
        (replace(TRACE, automatic=Automatic.OUT_OF_OFFICE, signals=()), False, "automatic mail (out of office)"),
        (TRACE, True, "listed under “never”"),
        (replace(TRACE, outside=()), False, "Nobody in it is from outside"),
        (replace(TRACE, signals=()), False, "No rule found anything"),
    ],
)
def test_why_not_names_the_reason(trace: Trace, never: bool, said: str) -> None:
    explanation = NotRaised(message_id=TRACE.id, found=trace, raised=(), never=never)
    assert any(said in reason for reason in reasons.reasons_not_raised(explanation))


def test_status_says_what_is_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    account = AccountStatus(
        name="despacho",
        state=AccountState.NEEDS_REAUTH,
        reason="the password is wrong; put the new one into secrets/ana-imap",
        since=at("2026-03-10 09:00"),
        read_until=at("2026-03-10 09:00") - timedelta(hours=1),
        seen=120,
        present=120,
        flow=Flow(newest=at("2026-03-10 08:12"), usual=14.2, silent=True),
        next_at=at("2026-03-11 09:00"),
        quarantined=1,
        quarantine=(("INBOX/3", "no headers"),),
        outbox=0,
        standing=2,
        omitted=4,
        commitments={"open": 3, "overdue": 1},
    )
    unread = replace(account, name="obra", read_until=None, reason="")
    lately = replace(account, name="tienda", reason="")
    cycle.show_statuses([account, unread, lately], MADRID, at("2026-03-11 08:01"))
    shown = capsys.readouterr().out
    for part in (
        "needs_reauth",
        "Tue 10 Mar 2026, 08:00",
        "never",
        "put the new one into secrets/ana-imap",
        "obra: it has not been read yet",
        "tienda: nothing has read it for more than a day; is the service running?",
        "4 steps left out at first contact",
        "no message has come in since Tue 10 Mar 2026, 08:12, though about 14 a working day are usual",
        "Wed 11 Mar 2026, 09:00",
        "INBOX/3: no headers",
    ):
        assert part in shown
