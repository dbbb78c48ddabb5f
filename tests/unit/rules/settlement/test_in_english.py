"""The same in English, in the words people use."""

from __future__ import annotations

import pytest

from rules.commitments import Status
from tests.talk import Talk, found

PROMISE = "I'll send the valuation over on Thursday"
CALL = "I'll give you a ring on Thursday"
VISIT = "I'll pop round on Thursday"


def promised(evidence: str = PROMISE, act: str = "send", thing: str | None = "the valuation") -> Talk:
    talk = Talk()
    signal = found("promise", evidence, due="2026-03-12", act=act, thing=thing)
    talk.we("2026-03-10 10:00", f"Hi Tom,\n\n{evidence}.\n\nKind regards,\nHelen", signal, subject="14 Larch Road")
    return talk


def stands(talk: Talk) -> Status:
    return talk.first("2026-03-20 09:00").status


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        ("Valuation attached, Tom.", ("v.pdf",)),
        ("As promised: https://files.example/v1", ()),
        ("Tom, the valuation went off to you by post this morning.", ()),
        ("The valuation is in your inbox now.", ()),
        ("Sorry for the delay, here it is at last.", ("v.pdf",)),
    ],
)
def test_it_is_kept(text: str, attachments: tuple[str, ...]) -> None:
    talk = promised()
    talk.we("2026-03-12 10:00", text, attachments=attachments)
    assert stands(talk) is Status.FULFILLED


@pytest.mark.parametrize(
    "text",
    [
        "Thanks Tom, much appreciated.",
        "Still waiting on the comparables, sorry.",
        "It's nearly there, bear with me.",
        "We don't have it back from the bank yet.",
    ],
)
def test_it_is_not(text: str) -> None:
    talk = promised()
    talk.they("2026-03-11 10:00", "Any news on the valuation?", found("inquiry", "Any news on the valuation?"))
    talk.we("2026-03-12 10:00", text)
    assert stands(talk) is Status.OVERDUE


def test_a_figure_is_the_answer_that_was_promised() -> None:
    talk = Talk()
    talk.they("2026-03-10 09:00", "What did it cost us?", found("inquiry", "What did it cost us?", act="answer"))
    promise = "Let me check and come back to you today"
    talk.we("2026-03-10 10:00", promise, found("promise", promise, due="2026-03-10", act="answer"))
    talk.we("2026-03-10 16:00", "£184 plus VAT, Tom.", found("quote", "£184 plus VAT"))
    made = next(one for one in talk.settled("2026-03-12 09:00") if one.evidence == promise)
    assert made.status is Status.FULFILLED


def test_asking_for_what_it_takes_is_not_keeping_it() -> None:
    talk = promised()
    ask = "Could you send me the floor plan so that I can finish the valuation?"
    talk.we("2026-03-12 10:00", ask, found("request", ask, act="send"))
    assert stands(talk) is Status.OVERDUE


def test_nor_is_answering_about_something_else() -> None:
    talk = promised()
    talk.they("2026-03-11 10:00", "Where are the keys?", found("inquiry", "Where are the keys?"))
    talk.we("2026-03-11 11:00", "With the porter at number 12.")
    assert stands(talk) is Status.OVERDUE


@pytest.mark.parametrize(
    "text",
    [
        "No need for the valuation any more, the buyer has pulled out.",
        "Please ignore my request, we've decided not to sell.",
        "Don't worry about the valuation, the bank did one.",
        "We're not going ahead after all, so no need to send it.",
        "I've managed to get one from the bank in the end, so you can scrap that.",
        "Never mind the valuation, we're all sorted.",
        "Change of plan: we won't be needing it.",
        "The bank did a valuation, so you can save yourself the trouble.",
        "Please leave the valuation, we've dropped the whole idea.",
    ],
)
def test_they_let_us_off(text: str) -> None:
    talk = promised()
    talk.they("2026-03-11 10:00", text)
    assert stands(talk) is Status.CANCELLED


@pytest.mark.parametrize("text", ["Don't worry about the delay.", "No need to rush.", "No hurry, thanks."])
def test_patience_is_no_release(text: str) -> None:
    talk = promised()
    talk.they("2026-03-11 10:00", text)
    assert stands(talk) is Status.OVERDUE


@pytest.mark.parametrize(
    "text",
    ["Got the valuation, thanks very much.", "The valuation arrived this morning.", "The valuation came in the post."],
)
def test_they_have_it(text: str) -> None:
    talk = promised()
    talk.they("2026-03-12 10:00", text)
    assert stands(talk) is Status.FULFILLED


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Not quite finished, you'll have it on Monday.", "you'll have it on Monday"),
        ("Slight delay: I'll get the valuation to you on Monday.", "I'll get the valuation to you on Monday"),
        ("Still chasing the bank. I'll send it Monday.", "I'll send it Monday"),
    ],
)
def test_a_holding_reply_renews_it(text: str, evidence: str) -> None:
    talk = promised()
    talk.we("2026-03-12 10:00", text, found("promise", evidence, due="2026-03-16", act="send"))
    (commitment,) = talk.settled("2026-03-13 09:00")
    assert (commitment.status, str(commitment.due)) == (Status.OPEN, "2026-03-16")


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("we", "Good to speak this morning. The chimney can wait until summer."),
        ("we", "Following our call, the gutter comes first."),
        ("we", "Nice talking to you just now."),
        ("they", "Thanks for the call earlier, very helpful."),
        ("they", "Thanks for your call."),
        ("they", "Thanks for ringing, all clear now."),
    ],
)
def test_a_call_was_held(by: str, text: str) -> None:
    talk = promised(CALL, "call", None)
    getattr(talk, by)("2026-03-12 12:00", text)
    assert stands(talk) is Status.FULFILLED


@pytest.mark.parametrize(
    "text",
    ["Tried you this morning but got your voicemail.", "I rang twice but there was no answer.", "Your line was busy."],
)
def test_a_call_failed(text: str) -> None:
    talk = promised(CALL, "call", None)
    talk.we("2026-03-12 12:00", text)
    assert stands(talk) is Status.OVERDUE


def test_a_call_that_they_missed_was_not_held() -> None:
    talk = promised(CALL, "call", None)
    talk.they("2026-03-12 12:00", "Thank you for your call, and sorry I missed it. Could you try again?")
    assert stands(talk) is Status.OVERDUE


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("we", "Good to see you on Thursday. The gutter comes first."),
        ("we", "Thanks for showing me round."),
        ("they", "Lovely to meet you yesterday."),
    ],
)
def test_a_visit_was_made(by: str, text: str) -> None:
    talk = promised(VISIT, "meet", None)
    getattr(talk, by)("2026-03-13 12:00", text)
    assert stands(talk) is Status.FULFILLED


@pytest.mark.parametrize("text", ["Received with thanks.", "Noted, thanks Tom.", "Thanks for getting in touch."])
def test_an_acknowledgement_answers_nothing(text: str) -> None:
    talk = Talk()
    question = "What would a survey of 14 Larch Road cost?"
    talk.they("2026-03-10 10:00", question, found("inquiry", question))
    talk.we("2026-03-10 11:00", text)
    assert stands(talk) is Status.OVERDUE


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid we won't be able to do the valuation after all.",
        "Sorry Tom, we can no longer offer this.",
        "Unfortunately we have to pull out.",
    ],
)
def test_we_take_it_back(text: str) -> None:
    talk = promised()
    talk.we("2026-03-11 10:00", text)
    assert talk.first("2026-03-20 09:00").history[-1].note == "withdrawn"
