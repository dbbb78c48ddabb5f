"""Messages as Graph describes them, places, and what tells drafts and tasks of ours apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.errors import CursorExpired
from connectors.microsoft.odata import KEY, next_page, next_round, property_of, quoted, written
from connectors.microsoft.prints import Prints
from connectors.microsoft.trouble import ForgottenError, trouble
from connectors.microsoft.zones import windows_name, zone_of
from connectors.outlook import letter
from connectors.outlook.draft import fingerprint, held
from connectors.outlook.place import LENGTH, REMEMBERED, Place, Round
from connectors.protocols import FolderRole, MessageParts
from connectors.reading.build import build
from connectors.web.answers import BadRequestError, ServerError
from rules.facts import Address, Direction, Message
from rules.people import Us

MADRID = ZoneInfo("Europe/Madrid")


def a_message(**more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "subject": "Reforma de la cocina",
        "from": person("Pedro Marín", "Pedro@Cliente.example"),
        "toRecipients": [person("Ruiz, Ana", "ana@estudio.example")],
        "ccRecipients": [],
        "sentDateTime": "2026-03-10T23:30:00Z",
        "internetMessageId": "<m1@cliente.example>",
        "body": {"contentType": "text", "content": "Hola:\r\n\r\n¿Me lo envía?\r\n\r\n> Antes\r\n"},
        **more,
    }


def person(name: str, address: str) -> dict[str, Any]:
    return {"emailAddress": {"name": name, "address": address}}


def parts_of(**more: Any) -> MessageParts:
    return letter.read(a_message(**more), [], MADRID)


def built(**more: Any) -> Message:
    us = Us(addresses=frozenset({"ana@estudio.example"}), colleagues=frozenset())
    now = datetime(2026, 3, 12, tzinfo=UTC)
    return build(parts_of(**more), role=FolderRole.INBOX, account="a", us=us, received=None, now=now)


def test_a_message_has_its_people_whatever_is_in_their_names() -> None:
    message = built(ccRecipients=[person('El "jefe" \\ Luis', "luis@cliente.example"), person("", "")])
    assert message.sender == Address(address="pedro@cliente.example", name="Pedro Marín")
    assert message.to == (Address(address="ana@estudio.example", name="Ruiz, Ana"),)
    assert message.cc[0].address == "luis@cliente.example"
    assert len(message.cc) == 1
    assert message.direction is Direction.INBOUND


def test_a_name_that_holds_line_breaks_adds_no_header() -> None:
    parts = parts_of(subject="Hola\r\nBcc: evil@x.example", **{"from": person("x\r\nBcc: evil", "a@b.example")})
    assert {name for name, _ in parts.headers} == {"From", "To", "Subject", "Message-ID", "Date"}
    assert all("\n" not in value and "\r" not in value for _, value in parts.headers)


def test_a_message_without_headers_is_dated_where_its_user_lives() -> None:
    assert built().date.date() == date(2026, 3, 11)


def test_the_date_its_author_wrote_comes_first() -> None:
    headers = [{"name": "Date", "value": "Tue, 10 Mar 2026 18:30:00 -0500"}]
    assert built(internetMessageHeaders=headers).date.utcoffset() == timedelta(hours=-5)


def test_what_a_sent_message_answers_is_in_its_properties() -> None:
    properties = [
        {"id": "String 0x1042", "value": "<m0@cliente.example>"},
        {"id": "string 0x1039", "value": "<a@x.example> <m0@cliente.example>"},
        {"id": KEY.upper(), "value": "c1/send"},
    ]
    message = built(singleValueExtendedProperties=properties)
    assert message.references == ("a@x.example", "m0@cliente.example")
    assert ("X-Prometido", "c1/send") in parts_of(singleValueExtendedProperties=properties).headers


def test_headers_come_first_where_there_are_any() -> None:
    headers = [
        {"name": "In-Reply-To", "value": "<h@x.example>"},
        {"name": "Auto-Submitted", "value": "auto-replied"},
        {"name": "Subject", "value": "=?utf-8?q?Otro?="},
    ]
    message = built(
        internetMessageHeaders=headers,
        singleValueExtendedProperties=[{"id": "String 0x1042", "value": "<p@x.example>"}],
    )
    assert message.references == ("h@x.example",)
    assert message.subject == "Reforma de la cocina"
    assert message.headers["auto-submitted"] == "auto-replied"


def test_of_the_text_what_is_new_is_taken_and_else_the_whole() -> None:
    assert parts_of(uniqueBody={"contentType": "text", "content": "Solo esto\r\n"}).plain == "Solo esto\n"
    assert "Antes" in (parts_of(uniqueBody={"contentType": "text", "content": " \r\n"}).plain or "")


def test_a_server_that_gives_html_all_the_same_is_read() -> None:
    parts = parts_of(body={"contentType": "html", "content": "<p>Hola</p>"})
    assert parts.plain is None
    assert built(body={"contentType": "html", "content": "<p>Hola</p>"}).text.strip() == "Hola"


def test_pictures_within_the_text_are_no_attachments() -> None:
    attachments = [
        {"name": "plano.pdf", "contentType": "application/pdf", "isInline": False},
        {"name": "logo.png", "contentType": "image/png", "isInline": True},
        {"name": "image001", "contentType": None, "isInline": True},
        {"name": None, "contentType": "application/zip"},
        {"name": "Presupuesto.pdf", "contentType": "application/pdf", "isInline": True},
    ]
    found = letter.read(a_message(), attachments, MADRID).attachments
    assert found == ("plano.pdf", "application/zip", "Presupuesto.pdf")


def test_what_exchange_does_not_count_may_be_attached_all_the_same() -> None:
    mixed = [{"name": "Content-type", "value": 'Multipart/Mixed; boundary="x"'}]
    assert letter.may_have_attachments(a_message(hasAttachments=False, internetMessageHeaders=mixed))
    assert letter.may_have_attachments(a_message(hasAttachments=True))
    related = [{"name": "Content-Type", "value": "multipart/related"}]
    assert not letter.may_have_attachments(a_message(hasAttachments=False, internetMessageHeaders=related))
    assert not letter.may_have_attachments(a_message())


@pytest.mark.parametrize("text", ["2026-03-10T23:30:00Z", "2026-03-10T23:30:00.1234567Z", "2026-03-10T23:30:00"])
def test_times_have_up_to_seven_digits_of_a_second(text: str) -> None:
    assert letter.moment(text) == datetime(2026, 3, 10, 23, 30, tzinfo=UTC)


def test_what_is_no_time_is_none() -> None:
    assert letter.moment(None) is None


def test_a_place_is_read_as_it_was_written() -> None:
    place = Place(rounds={"inbox": Round("$deltatoken=x", is_first=False)}, sent=True).remember(("a", "b"))
    assert Place.parse(str(place)) == place
    assert len(place.marks()) == 2


def test_a_place_remembers_the_last_messages_only() -> None:
    place = Place().remember(tuple(str(number) for number in range(REMEMBERED + 10)))
    assert len(place.known) == REMEMBERED * LENGTH
    assert place.remember(("new",)).known.endswith(Place().remember(("new",)).known)


@pytest.mark.parametrize("cursor", ['{"v":1,"rounds":{"inbox":5},"sent":true,"known":""}', '{"v":1}', "x"])
def test_a_place_nobody_wrote_has_expired(cursor: str) -> None:
    with pytest.raises(CursorExpired):
        Place.parse(cursor)


def test_a_draft_is_known_by_its_key_in_a_property_or_a_header() -> None:
    known = held(a_message(internetMessageHeaders=[{"name": "X-Prometido", "value": "c1/send"}]))
    assert (known.key, known.message_id) == ("c1/send", "m1@cliente.example")
    assert held(a_message(singleValueExtendedProperties=[{"id": KEY.lower(), "value": "c2/send"}])).key == "c2/send"
    assert held(a_message()).key == ""


def test_a_fingerprint_holds_what_a_person_would_change_and_no_more() -> None:
    first = fingerprint(a_message())
    assert fingerprint(a_message(body={"contentType": "text", "content": "Hola: ¿Me lo envía?\n> Antes"})) == first
    assert fingerprint(a_message(changeKey="x", internetMessageId="<y@z.example>")) == first
    assert fingerprint(a_message(subject="Otro")) != first
    assert fingerprint(a_message(hasAttachments=True)) != first
    assert fingerprint(a_message(ccRecipients=[person("", "x@y.example")])) != first
    assert fingerprint(a_message(body={"contentType": "text", "content": "Hola: ¿Me lo envía ya?\n> Antes"})) != first


def test_a_title_its_user_has_changed_stays_theirs() -> None:
    ours = Prints.of("Uno", {"body": {"content": "Texto"}}, "2026-03-10")
    theirs = Prints.of("Mío", {"body": {"content": "Texto"}}, "2026-03-10")
    said = {"title": "Dos", "body": {}, "due": "x"}
    sent = ours.ours(theirs, said, "title")
    assert sent.keys() == {"body", "due"}
    after = ours.after(sent, theirs, "title")
    assert after.ours(theirs, said, "title").keys() == {"body", "due"}
    assert Prints.parse(str(after)) == after


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Madrid", "Romance Standard Time"),
        ("Atlantic/Canary", "GMT Standard Time"),
        ("America/Bogota", "SA Pacific Standard Time"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_the_windows_name_whose_clocks_go_the_same(zone: str, name: str) -> None:
    found = windows_name(ZoneInfo(zone))
    summer, winter = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)
    for moment in (summer, winter):
        assert moment.astimezone(zone_of(found)).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
        assert moment.astimezone(zone_of(name)).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_zone_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody knows"):
        zone_of("Nowhere/Known")


def test_a_query_is_written_so_that_the_server_reads_it_again() -> None:
    assert written({"$filter": "internetMessageId eq '<a+b&c@d.example>'"}) == (
        "$filter=internetMessageId%20eq%20'%3Ca%2Bb%26c@d.example%3E'"
    )
    assert quoted("O'Brien") == "'O''Brien'"


def test_of_a_link_only_the_place_is_taken_never_the_server() -> None:
    assert next_round({"@odata.deltaLink": "https://evil.example/v1.0/users/x?$deltatoken=abc"}) == "$deltatoken=abc"
    assert next_page({"@odata.nextLink": "/v1.0/me/messages?$skip=10"}) == "$skip=10"
    assert next_page({"@odata.nextLink": None}) == next_page({}) == next_round({}) == ""


def test_a_property_is_known_however_its_guid_is_written() -> None:
    assert property_of({"singleValueExtendedProperties": [{"id": KEY.lower(), "value": "x"}]}, KEY) == "x"
    assert property_of({}, KEY) == ""


def test_an_error_that_is_no_json_is_known_by_its_number() -> None:
    assert isinstance(trouble(400, {}, b"<html>", "x"), BadRequestError)
    assert isinstance(trouble(500, {}, b'{"error": []}', "x"), ServerError)
    assert isinstance(trouble(410, {}, b"", "x"), ForgottenError)
