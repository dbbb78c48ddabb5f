"""A firm in Chicago: its holidays, its dates, its English, and two weeks in which its machine is off."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.commitments import Status
from tests.days import Correspondence

CHICAGO = """\
timezone: America/Chicago
language: en
working_week: {days: [mon, tue, wed, thu, fri], hours: "08:00-17:00", holidays: US}
ledger: ledger.db
accounts:
  - name: office
    mail:     {connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}
    calendar: {connector: ics, path: Calendar}
    addresses: [dana@bluepine.example]
    colleagues: [bluepine.example]
rules: {packs: [es, en]}
"""
BEGIN, END = "2026-01-12", "2026-03-27"
OFF = {str(date(2026, 2, 22) + timedelta(days=number)) for number in range(14)}
"""From Sunday 22 February to Saturday 7 March."""
FREE = {"2026-01-19", "2026-02-16"}


class Shop(Correspondence):
    """Dana's plumbing shop."""

    user = "Dana Reyes <dana@bluepine.example>"
    called = "{} Lane <{}>"
    letter = "Hi {},\n\n{}\n\nBest,\nDana"
    offer, price, file = "Estimate for the {}", "Please find attached our estimate for the {}: {}.", "Estimate.pdf"


def fill(shop: Shop) -> None:
    shop.writes("brian@walsh.example", "I'll send you the warranty paperwork tomorrow.", "2026-01-13 10:00", "Boiler")
    shop.writes("carol@jensen.example", "I'll email you the report on Monday.", "2026-01-16 10:00", "Inspection")
    call = shop.writes("greg@olson.example", "I'll give you a call tomorrow.", "2026-01-13 11:00", "Leak")
    thanks = "Thanks for your call this morning, that cleared it all up."
    shop.hears("greg@olson.example", thanks, "2026-01-14 13:00", "Re: Leak", reply_to=call)
    asked = shop.writes("lena@brooks.example", "How is the attic coming along?", "2026-01-12 10:00", "Attic")
    said = "I'll send you the photos of the attic by Friday."
    shop.hears("lena@brooks.example", said, "2026-01-13 09:00", "Re: Attic", reply_to=asked)
    for day in ("2026-01-20", "2026-01-27"):
        shop.send("lena@brooks.example", f"{day} 10:00")
    shop.quotes("marcus@bell.example", "tune-up", "$1,850 plus tax", "2026-02-02 10:00")
    shop.quotes("irene@cho.example", "boiler", "$48,500", "2026-01-20 10:00")
    for person, days in {
        "marcus@bell.example": ("2026-02-09", "2026-02-17", "2026-03-09", "2026-03-10"),
        "irene@cho.example": ("2026-02-04", "2026-02-19", "2026-03-09", "2026-03-10"),
    }.items():
        for day in days:
            shop.send_all(person, f"{day} 12:00")
    upset = "I am very unhappy with the repair: the basement flooded again and nobody has called me back."
    complaint = shop.hears("joan@rivers.example", upset, "2026-01-26 15:00", "Repair")
    sorry = "I am very sorry, Joan. We are replacing the pump. I'll send you the service report by Friday."
    shop.writes("joan@rivers.example", sorry, "2026-01-27 10:00", "Re: Repair", reply_to=complaint)
    shop.writes("tom@baker.example", "Please find attached the permit drawings.", "2026-01-28 16:30", "Permit")
    shop.meet("Site visit", "2026-01-28 10:00", "2026-01-28 11:00", "oscar@studio.example", "dana@bluepine.example")
    shop.hears("oscar@studio.example", "See you on Wednesday.", "2026-01-26 09:00", "Studio")
    shop.hears("abby@cole.example", "Thanks so much, the house is warm again!", "2026-01-21 09:00", "Thanks")
    quote = shop.quotes("ray@dunn.example", "duct cleaning", "$900", "2026-01-13 15:00")
    stop = "Please remove me from your list and do not contact me again."
    shop.hears("ray@dunn.example", stop, "2026-01-21 10:00", "Re: Estimate for the duct cleaning", reply_to=quote)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("shop"), CHICAGO, ZoneInfo("America/Chicago"))
    fill(shop)
    shop.live(BEGIN, END, OFF)
    return shop


def test_a_late_promise_is_owned_up_to_with_the_month_before_the_day(shop: Shop) -> None:
    assert shop.story("brian@walsh.example", "promise") == [("2026-01-13", "task"), ("2026-01-15", "late")]
    text = shop.text("brian@walsh.example", "promise", "late")
    assert "warranty paperwork" in text
    assert "Tuesday, January 13" in text


def test_what_was_promised_for_a_holiday_is_late_the_working_day_after(shop: Shop) -> None:
    assert str(shop.of("carol@jensen.example", "promise").due) == "2026-01-19"
    assert ("2026-01-20", "late") in shop.story("carol@jensen.example", "promise")


def test_a_call_they_thank_for_keeps_the_promise_to_give_one(shop: Shop) -> None:
    assert shop.of("greg@olson.example", "promise").status is Status.FULFILLED
    assert [step for _, step in shop.story("greg@olson.example", "promise")] == ["task"]


def test_what_they_promised_is_asked_after_twice_and_rests(shop: Shop) -> None:
    assert shop.story("lena@brooks.example", "promise") == [("2026-01-20", "nudge.1"), ("2026-01-27", "nudge.2")]
    assert shop.of("lena@brooks.example", "promise").status is Status.ARCHIVED


def test_nudges_keep_off_holidays_and_none_is_lost_while_the_machine_is_off(shop: Shop) -> None:
    assert shop.story("marcus@bell.example", "quote") == [
        ("2026-02-09", "nudge.1"),
        ("2026-02-17", "nudge.2"),
        ("2026-03-09", "nudge.3"),
    ]
    assert shop.story("irene@cho.example", "quote") == [
        ("2026-02-04", "nudge.1"),
        ("2026-02-19", "nudge.2"),
        ("2026-03-09", "nudge.3"),
    ]
    assert shop.of("marcus@bell.example", "quote").status is Status.ARCHIVED
    assert "$48,500" in shop.text("irene@cho.example", "quote", "nudge.1")


def test_two_weeks_after_a_complaint_the_word_of_care_owns_up_to_what_is_late(shop: Shop) -> None:
    assert shop.story("joan@rivers.example", "complaint") == [
        ("2026-01-26", "fast"),
        ("2026-01-26", "task"),
        ("2026-02-02", "cause"),
        ("2026-02-10", "slow"),
    ]
    assert "still owe you the service report" in shop.text("joan@rivers.example", "complaint", "slow")


def test_a_forgotten_attachment_and_a_meeting_are_seen(shop: Shop) -> None:
    assert ("2026-01-28", "repair") in shop.story("tom@baker.example", "missing_attachment")
    assert shop.story("oscar@studio.example", "meeting") == [("2026-01-29", "agreements")]


def test_thanks_raise_nothing_and_who_wants_to_be_left_alone_is(shop: Shop) -> None:
    assert [item for item in shop.owed() if "abby@" in item.counterparty.address] == []
    assert shop.of("ray@dunn.example", "quote").status is Status.CANCELLED
    assert all(day <= "2026-01-21" for day in shop.drafts_to("ray@dunn.example"))


def test_no_nudge_came_on_a_day_off(shop: Shop) -> None:
    for mail in shop.drafts():
        day = mail["Date"].datetime.date()
        assert day.weekday() < 5, mail["Subject"]
        assert str(day) not in FREE, mail["Subject"]
