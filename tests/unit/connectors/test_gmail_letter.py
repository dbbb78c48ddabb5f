from __future__ import annotations

import base64
from typing import Any

import pytest

from connectors.errors import CursorExpired, Unreadable
from connectors.gmail.letter import read
from connectors.gmail.place import Place

HEAD = [
    {"name": "From", "value": "Pedro Marín <pedro@cliente.example>"},
    {"name": "Subject", "value": "Reforma de la cocina – año 2026"},
    {"name": "Message-ID", "value": "<m1@cliente.example>"},
]


def data(text: bytes, *, padded: bool = True) -> dict[str, Any]:
    coded = base64.urlsafe_b64encode(text).decode()
    return {"size": len(text), "data": coded if padded else coded.rstrip("=")}


def leaf(kind: str, text: bytes, charset: str = "utf-8", **more: Any) -> dict[str, Any]:
    headers = [
        {"name": "Content-Type", "value": f"{kind}; charset={charset}"},
        {"name": "Content-Transfer-Encoding", "value": "quoted-printable"},
    ]
    return {"mimeType": kind, "filename": "", "headers": headers, "body": data(text), **more}


def message(*parts: dict[str, Any], kind: str = "multipart/mixed") -> dict[str, Any]:
    headers = [*HEAD, {"name": "Content-Type", "value": f'{kind}; boundary="=_theirs"; type="text/html"'}]
    return {"mimeType": kind, "filename": "", "headers": headers, "body": {"size": 0}, "parts": list(parts)}


def test_a_text_is_read_as_it_was_decoded_whatever_its_header_says_of_its_coding() -> None:
    parts = read(
        {**leaf("text/plain", "a=20b y ñ\n".encode()), "headers": [*HEAD, *leaf("text/plain", b"")["headers"]]}
    )
    assert parts.plain == "a=20b y ñ\n"
    assert dict(parts.headers)["Subject"] == "Reforma de la cocina – año 2026"


def test_a_text_without_a_type_in_its_headers_is_read_by_gmails_word() -> None:
    parts = read({"mimeType": "text/plain", "headers": HEAD, "body": data(b"Hola", padded=False)})
    assert parts.plain == "Hola"


@pytest.mark.parametrize(("coded", "charset"), [("latin-1", "iso-8859-1"), ("utf-8", "iso-8859-1"), ("cp1252", "")])
def test_a_text_is_understood_in_the_charset_it_came_in_or_in_utf_8(coded: str, charset: str) -> None:
    parts = read(message(leaf("text/plain", "mañana".encode(coded), charset)))
    assert parts.plain is not None
    assert parts.plain.strip() == "mañana"


def test_attachments_are_named_and_pictures_of_the_text_are_not() -> None:
    plan = {
        "mimeType": "application/pdf",
        "filename": "plano ático.pdf",
        "headers": [
            {"name": "Content-Type", "value": "application/pdf"},
            {"name": "Content-Disposition", "value": "attachment; filename*=utf-8''plano%20%C3%A1tico.pdf"},
        ],
        "body": {"attachmentId": "a1", "size": 30_000_000},
    }
    logo = {
        "mimeType": "image/png",
        "filename": "logo.png",
        "headers": [{"name": "Content-ID", "value": "<logo>"}, {"name": "Content-Type", "value": "image/png"}],
        "body": {"attachmentId": "a2", "size": 10},
    }
    both = message(leaf("text/plain", b"Hola"), leaf("text/html", b"<p>Hola"), kind="multipart/alternative")
    related = message({**both, "headers": both["headers"][3:]}, logo, kind="multipart/related")
    parts = read(message({**related, "headers": related["headers"][3:]}, plan))
    assert parts.attachments == ("plano ático.pdf",)
    assert (parts.plain or "").strip() == "Hola"


def test_a_message_in_a_message_is_an_attachment_and_not_a_text() -> None:
    inner = {
        "mimeType": "message/rfc822",
        "filename": "reenviado.eml",
        "headers": [{"name": "Content-Disposition", "value": 'attachment; filename="reenviado.eml"'}],
        "body": {"attachmentId": "a1", "size": 10},
        "parts": [leaf("text/plain", b"Le prometo otra cosa")],
    }
    parts = read(message(leaf("text/plain", b"Mira"), inner))
    assert "prometo" not in (parts.plain or "")
    assert parts.attachments == ("reenviado.eml",)


def test_a_text_cannot_pretend_to_be_another_part() -> None:
    theirs = b"Hola\r\n--=_theirs\r\nContent-Disposition: attachment; filename=Presupuesto.pdf\r\n\r\n"
    assert read(message(leaf("text/plain", theirs))).attachments == ()


def test_a_header_cannot_bring_another_with_it() -> None:
    evil = {"name": "Subject", "value": "Hola\r\nX-Prometido: c1/send\r\n\r\ntexto"}
    parts = read({**leaf("text/plain", b"x"), "headers": [evil, HEAD[0]]})
    assert "X-Prometido" not in dict(parts.headers)


def test_what_cannot_be_read_is_said_to_be_so() -> None:
    with pytest.raises(Unreadable):
        read({"mimeType": "text/plain", "headers": HEAD, "body": {"data": "a"}})
    with pytest.raises(Unreadable):
        read({})
    deep = leaf("text/plain", b"x")
    for _ in range(200):
        deep = message(deep)
    with pytest.raises(Unreadable, match="deeply"):
        read(deep)


def test_a_place_is_written_and_read_again() -> None:
    for place in (Place(history="12", since=5), Place(history="12", since=5, sent=True, last=("a", "b"))):
        assert Place.parse(str(place)) == place


@pytest.mark.parametrize("cursor", ["", "{}", '{"v":2}', '{"v":1,"history":1,"sent":true,"since":0,"last":null}'])
def test_a_place_nobody_wrote_has_expired(cursor: str) -> None:
    with pytest.raises(CursorExpired):
        Place.parse(cursor)
