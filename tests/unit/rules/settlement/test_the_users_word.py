"""The user's word is final."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.commitments import Status
from rules.settlement import Verb
from tests.talk import Talk, found

EVIDENCE = "Mañana le envío el presupuesto"


def promised() -> Talk:
    talk = Talk()
    talk.we("2026-03-10 10:00", f"{EVIDENCE}.", found("promise", EVIDENCE, due="2026-03-11", act="send"))
    return talk


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (Verb.DONE, Status.FULFILLED),
        (Verb.TASK_COMPLETED, Status.FULFILLED),
        (Verb.DISMISS, Status.DISMISSED),
        (Verb.DRAFT_DELETED, Status.DISMISSED),
    ],
)
def test_it_closes_for_ever(verb: Verb, status: Status) -> None:
    talk = promised()
    talk.say(verb, talk.first("2026-03-11 09:00"), "2026-03-11 10:00")
    talk.we(
        "2026-03-12 10:00",
        "Sigo con ello, te lo mando el lunes.",
        found("promise", "te lo mando el lunes", due="2026-03-16", act="send", holding=True),
    )
    commitment = talk.first("2026-03-20 09:00")
    assert (commitment.status, commitment.history[-1].note) == (status, verb)


@pytest.mark.parametrize("verb", [Verb.DONE, Verb.DRAFT_DELETED, Verb.SNOOZE])
def test_tidying_up_after_the_fact_changes_nothing(verb: Verb) -> None:
    talk = promised()
    talk.we("2026-03-11 10:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    talk.say(verb, talk.first("2026-03-11 11:00"), "2026-03-11 12:00")
    assert talk.first("2026-03-20 09:00").fulfilled_by == "m2@example"


def test_dismissed_is_dismissed_even_when_it_was_kept() -> None:
    talk = promised()
    talk.we("2026-03-11 10:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    talk.say(Verb.DISMISS, talk.first("2026-03-11 11:00"), "2026-03-11 12:00")
    assert talk.first("2026-03-20 09:00").status is Status.DISMISSED


def test_snoozed_it_is_left_in_peace_and_comes_back() -> None:
    talk = promised()
    talk.say(Verb.SNOOZE, talk.first("2026-03-12 09:00"), "2026-03-12 10:00", until="2026-03-20 09:00")
    assert talk.first("2026-03-19 09:00").status is Status.SNOOZED
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_snoozed_it_can_still_be_kept() -> None:
    talk = promised()
    talk.say(Verb.SNOOZE, talk.first("2026-03-12 09:00"), "2026-03-12 10:00", until="2026-03-20 09:00")
    talk.we("2026-03-13 10:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    assert talk.first("2026-03-14 09:00").status is Status.FULFILLED


def test_a_snoozed_request_rests_later() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "¿Me manda el CIF?", found("request", "¿Me manda el CIF?"))
    talk.say(Verb.SNOOZE, talk.first("2026-03-12 09:00"), "2026-03-12 10:00", until="2026-05-04 09:00")
    assert talk.first("2026-05-05 09:00").status is Status.OVERDUE
    assert talk.first("2026-05-12 09:00").status is Status.ARCHIVED


def test_reopened_it_is_owed_again_until_a_later_message_keeps_it() -> None:
    talk = promised()
    talk.we("2026-03-11 10:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    talk.say(Verb.REOPEN, talk.first("2026-03-12 09:00"), "2026-03-12 10:00")
    reopened = talk.first("2026-03-13 09:00")
    assert (reopened.status, reopened.fulfilled_by) == (Status.OVERDUE, None)
    talk.we("2026-03-13 10:00", "Ahora con el IVA corregido.", attachments=("P2.pdf",))
    assert talk.first("2026-03-14 09:00").fulfilled_by == "m3@example"


def test_a_new_version_of_a_rule_that_cuts_the_sentence_otherwise_does_not_reopen_it() -> None:
    talk = promised()
    talk.say(Verb.DISMISS, talk.first("2026-03-11 09:00"), "2026-03-11 10:00")
    signal = replace(talk.traces[0].signals[0], evidence="le envío el presupuesto", rule_version=2)
    talk.traces[0] = replace(talk.traces[0], signals=(signal,))
    assert talk.first("2026-03-20 09:00").status is Status.DISMISSED


def test_a_word_on_something_else_in_the_same_message_is_not_said_of_this() -> None:
    talk = Talk()
    talk.we(
        "2026-03-10 10:00",
        f"{EVIDENCE}. El viernes le llamo.",
        found("promise", EVIDENCE, due="2026-03-11", act="send"),
        found("promise", "El viernes le llamo", due="2026-03-13", act="call"),
    )
    call = next(item for item in talk.settled("2026-03-11 09:00") if item.act == "call")
    talk.say(Verb.DISMISS, call, "2026-03-11 10:00")
    talk.words[0] = replace(talk.words[0], commitment_id="unknown")
    assert {item.act: item.status for item in talk.settled("2026-03-20 09:00")} == {
        "send": Status.OVERDUE,
        "call": Status.DISMISSED,
    }


@pytest.mark.parametrize("said", ["2026-03-10 09:00", "2026-03-10 10:00"])
def test_a_word_said_by_a_clock_that_was_behind_still_holds(said: str) -> None:
    talk = promised()
    talk.say(Verb.DISMISS, talk.first("2026-03-11 09:00"), said)
    assert talk.first("2026-03-20 09:00").status is Status.DISMISSED


def test_a_word_on_what_is_not_there_changes_nothing() -> None:
    talk = promised()
    talk.say(
        Verb.DISMISS, replace(talk.first("2026-03-11 09:00"), id="elsewhere", message_id="x@y"), "2026-03-11 10:00"
    )
    assert talk.first("2026-03-20 09:00").status is Status.OVERDUE


def test_snoozed_it_stays_among_what_messages_can_change() -> None:
    talk = promised()
    for hour in ("10:00", "11:00"):
        talk.say(Verb.SNOOZE, talk.first("2026-03-11 09:00"), f"2026-03-11 {hour}", until="2026-03-20 09:00")
    talk.we("2026-03-12 10:00", "Le adjunto el presupuesto.", attachments=("P.pdf",))
    assert talk.first("2026-03-13 09:00").status is Status.FULFILLED


def test_what_he_threw_away_before_it_was_read_asks_nothing_and_tells_what_happened() -> None:
    talk = Talk()
    talk.we("2026-03-10 10:00", "¿Me pasa el CIF?", found("request", "¿Me pasa el CIF?"))
    answer, question = "El CIF es B12345678.", "¿Me llama esta semana?"
    talk.they("2026-03-10 12:00", f"{answer} {question}", found("inquiry", question))
    talk.traces[-1] = replace(talk.traces[-1], discarded=True)
    assert [(item.kind, item.status) for item in talk.settled("2026-03-20 09:00")] == [("request", Status.FULFILLED)]
