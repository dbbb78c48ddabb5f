"""A message taken apart becomes the facts the rules read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.protocols import FolderRole, MessageParts
from connectors.reading.build import LOCAL_DOMAIN, MAX_REFERENCES, build
from rules.facts import Direction, Message
from tests.builders import US, at

NOW = at("2026-03-10 12:00")
RECEIVED = at("2026-03-10 11:00")
DEFAULTS = {
    "From": "Pedro Marín <pedro@cliente.example>",
    "To": "ana@estudio.example",
    "Date": "Tue, 10 Mar 2026 10:12:00 +0100",
    "Message-ID": "<m1@cliente.example>",
}


def built(
    headers: dict[str, str] | None = None,
    *,
    role: FolderRole = FolderRole.INBOX,
    received: datetime | None = RECEIVED,
    without: tuple[str, ...] = (),
    plain: str | None = "Hola",
    html: str | None = None,
) -> Message:
    merged = {name: value for name, value in (DEFAULTS | (headers or {})).items() if name not in without}
    parts = MessageParts(headers=tuple(merged.items()), plain=plain, html=html, attachments=("plano.pdf",))
    return build(parts, role=role, account="despacho", us=US, received=received, now=NOW)


def test_a_message_says_who_when_and_what() -> None:
    message = built({"Subject": "Obra", "Cc": "eva@cliente.example"})
    assert (message.id, message.account, message.subject, message.text) == (
        "m1@cliente.example",
        "despacho",
        "Obra",
        "Hola",
    )
    assert (message.sender.address, message.sender.name) == ("pedro@cliente.example", "Pedro Marín")
    assert [person.address for person in (*message.to, *message.cc)] == ["ana@estudio.example", "eva@cliente.example"]
    assert message.date.isoformat() == "2026-03-10T10:12:00+01:00"
    assert message.attachments == ("plano.pdf",)


@pytest.mark.parametrize(
    ("sender", "direction"),
    [
        ("ana@estudio.example", Direction.OUTBOUND),
        ("Ana <ANA+web@estudio.example>", Direction.OUTBOUND),
        ("luis@estudio.example", Direction.OUTBOUND),
        ("pedro@cliente.example", Direction.INBOUND),
        ('"ana@estudio.example" <pedro@cliente.example>', Direction.INBOUND),
    ],
)
def test_the_direction_is_that_of_the_sender(sender: str, direction: Direction) -> None:
    for role in FolderRole:
        assert built({"From": sender}, role=role).direction is direction


def test_a_message_without_a_sender_is_ours_only_among_the_sent() -> None:
    assert built(without=("From",)).direction is Direction.INBOUND
    assert built(without=("From",), role=FolderRole.SENT).direction is Direction.OUTBOUND
    assert built({"From": "nadie", "Sender": "luis@otra.example"}).sender.address == "luis@otra.example"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Tue, 10 Mar 2026 10:12:30 -0500", "2026-03-10T10:12:30-05:00"),
        ("10 Mar 2026 10:12 +0530", "2026-03-10T10:12:00+05:30"),
        ("Tue, 10 Mar 2026 09:12:00 GMT", "2026-03-10T09:12:00+00:00"),
        ("Tue, 10 Mar 2026 10:12:60 +0100", "2026-03-10T10:12:59+01:00"),
        ("Tue, 10 Mar 2026 10:12:00", "2026-03-10T10:12:00+01:00"),
        ("Tue, 10 Mar 2026 10:12:00 -0000", "2026-03-10T10:12:00+01:00"),
        ("Tue, 10 Mar 2026 10:12:00 +9900", "2026-03-10T10:12:00+00:00"),
        ("10 Mar 26 10:12:00 +0100", "2026-03-10T10:12:00+01:00"),
        ("Mon, 02 Mar 2015 10:12:00 +0100", "2015-03-02T10:12:00+01:00"),
    ],
)
def test_the_authors_own_date_counts_with_its_offset(value: str, date: str) -> None:
    assert built({"Date": value}).date.isoformat() == date


@pytest.mark.parametrize(
    "value",
    [
        "",
        "mañana",
        "Tue, 99 Mar 2026 10:12:00 +0100",
        "Tue, 10 Foo 2026 10:12:00 +0100",
        "1 Jan 0001 00:00:00 +0100",
        "9" * 500,
    ],
)
def test_a_date_that_cannot_be_read_gives_way_to_the_servers(value: str) -> None:
    assert built({"Date": value}).date == RECEIVED
    assert built({"Date": value}, received=None).date == NOW


def test_a_date_from_far_ahead_is_not_believed_but_its_offset_is() -> None:
    message = built({"Date": "Tue, 19 Jan 2038 03:14:07 -0300"})
    assert message.date == RECEIVED
    assert message.date.utcoffset() == timedelta(hours=-3)


def test_a_date_is_believed_that_lies_before_either_clock() -> None:
    later = datetime(2026, 11, 26, tzinfo=UTC)
    assert built({"Date": "Fri, 20 Mar 2026 10:12:00 +0100"}, received=later).date == at("2026-03-20 10:12")


def test_a_message_without_an_id_gets_one_that_does_not_change() -> None:
    one, again, other = (
        built(without=("Message-ID",)),
        built(without=("Message-ID",), received=None),
        built(without=("Message-ID",), plain="x"),
    )
    assert one.id == again.id != other.id
    assert one.id.endswith(f"@{LOCAL_DOMAIN}")


@pytest.mark.parametrize(("value", "known"), [(" <a@b> ", "a@b"), ("a@b", "a@b"), ("<a@b> <c@d>", "a@b"), ("<x>", "x")])
def test_ids_lose_their_brackets(value: str, known: str) -> None:
    assert built({"Message-ID": value}).id == known


@pytest.mark.parametrize("value", ["a b", "<" + "a" * 600 + "@b>", "a\x00b", "<>"])
def test_an_id_that_is_none_is_replaced(value: str) -> None:
    assert built({"Message-ID": value}).id.endswith(LOCAL_DOMAIN)


def test_references_come_before_what_is_answered_and_are_bounded() -> None:
    assert built({"References": "<a@x> <b@x>", "In-Reply-To": "<b@x> <c@x>"}).references == ("a@x", "b@x", "c@x")
    many = built({"References": " ".join(f"<{number}@x>" for number in range(1000))}).references
    assert (len(many), many[0], many[-1]) == (MAX_REFERENCES + 1, "0@x", "999@x")
    assert built().references == ()


def test_only_headers_that_matter_are_kept_and_the_first_of_each() -> None:
    message = built(
        {"Auto-Submitted": "auto-replied", "X-Prometido": "c1/task", "Received": "x", "auto-submitted": "no"}
    )
    assert message.headers == {"auto-submitted": "auto-replied", "x-prometido": "c1/task"}


def test_a_subject_is_made_one_safe_line() -> None:
    assert built({"Subject": "Obra\r\n\tnueva \u202e\x07 ya"}).subject == "Obra nueva ya"


def test_html_is_read_where_the_plain_text_is_missing_or_a_stub() -> None:
    letter = '<p>Hola Pedro, el plano está <a href="https://obra.example/plano">aquí</a> desde ayer por la tarde</p>'
    assert built(plain=None, html=letter).text == "Hola Pedro, el plano está aquí desde ayer por la tarde"
    assert built(plain="Vea el HTML", html=letter).text.startswith("Hola Pedro")
    same = built(plain="Hola Pedro, el plano está aquí desde ayer por la tarde.", html=letter)
    assert (same.text[-1], same.links) == (".", 1)
    assert built(plain=None).text == ""


ALIAS = "Ana <ana@otrodominio.example>"


def test_what_was_sent_under_an_address_nobody_configured_is_ours() -> None:
    sent = {"From": ALIAS, "To": "Pedro <pedro@cliente.example>"}
    assert built(sent, role=FolderRole.SENT).direction is Direction.OUTBOUND
    assert built(sent, role=FolderRole.INBOX).direction is Direction.INBOUND


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "Ana <ana@estudio.example>"},
        {"To": "Pedro <pedro@cliente.example>", "Cc": "ana@estudio.example"},
        {"To": "Pedro <pedro@cliente.example>", "Return-Path": "<luis@otro.example>"},
        {"To": "Pedro <pedro@cliente.example>", "Auto-Submitted": "auto-replied"},
        {"To": "todos@lista.example", "List-Id": "<todos.lista.example>"},
    ],
)
def test_what_others_wrote_and_somebody_moved_into_the_sent_folder_is_not_ours(headers: dict[str, str]) -> None:
    others = {"From": "Luis <luis@otro.example>", **headers}
    assert built(others, role=FolderRole.SENT).direction is Direction.INBOUND
