"""The usual mail over IMAP is read at a glance, and reads as if it had been taken apart word by word."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.imap.glance import glance
from connectors.protocols import MessageParts
from connectors.reading.mime import parse
from tests.contract.letters import SINCE
from tests.servers.scripted import ScriptedImap

HEADER = b"From: Pedro <pedro@cliente.example>\r\nSubject: Obra\r\nDate: Tue, 10 Mar 2026 10:12:00 +0100\r\n\r\n"
LONG = "Mañana le envío el presupuesto del ático, con los planos.\r\n".encode() * 10
SHORT, RICH = b"Adjunto.\r\n", b"<p>Adjunto el plano.</p>"
NAMED = b'("attachment" ("filename" "plano.pdf"))'
PDF = b'("application" "pdf" ("name" "plano.pdf") NIL NIL "base64" 90 NIL %b NIL NIL)' % NAMED
LOGO = b'("image" "png" ("name" "logo.png") "<logo@x>" NIL "base64" 90 NIL ("inline" NIL) NIL NIL)'


def a_text(text: bytes, *, kind: bytes = b"plain", encoding: bytes = b"8bit", charset: bytes = b'"utf-8"') -> bytes:
    return b'("text" "%b" ("charset" %b) NIL NIL "%b" %d 9 NIL NIL NIL NIL)' % (kind, charset, encoding, len(text))


def many(kind: bytes, *parts: bytes, boundary: bytes = b"=_b") -> bytes:
    return b'(%b "%b" ("boundary" "%b") NIL NIL NIL)' % (b"".join(parts), kind, boundary)


def written(kind: bytes, *parts: tuple[bytes, bytes], boundary: bytes = b"=_b") -> bytes:
    pieces = b"".join(
        b"--%b\r\nContent-Type: text/%b; charset=utf-8\r\n\r\n%b\r\n" % (boundary, *part) for part in parts
    )
    return pieces + b"--%b--\r\n" % boundary


def answer(structure: bytes, text: bytes, *, flags: bytes = b"\\Seen") -> bytes:
    return (
        b'* 7 FETCH (UID 3 FLAGS (%b) INTERNALDATE "10-Mar-2026 10:12:05 +0100" BODYSTRUCTURE %b'
        b" BODY[HEADER.FIELDS (FROM SUBJECT DATE)] {%d}\r\n%b BODY[1]<0> {%d}\r\n%b)\r\n"
    ) % (flags, structure, len(HEADER), HEADER, len(text), text)


def parts(said: bytes, later: dict[bytes, bytes] | None = None) -> MessageParts:
    end, described = glance(said, 0)
    assert described is not None
    assert end == len(said)
    found = described.parts(later or {})
    assert found is not None
    return found


def test_a_text_alone_is_read() -> None:
    found = parts(answer(a_text(LONG), LONG))
    assert found == parse(
        b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n' + HEADER + LONG
    )


def test_of_a_long_text_the_html_twin_is_not_asked_for() -> None:
    said = answer(many(b"alternative", a_text(LONG), a_text(RICH, kind=b"html")), LONG)
    assert (parts(said).plain, parts(said).html) == (LONG.decode().replace("\r\n", "\n"), None)


def test_of_a_short_text_the_html_twin_is_asked_for() -> None:
    said = answer(many(b"alternative", a_text(SHORT), a_text(RICH, kind=b"html")), SHORT)
    _, described = glance(said, 0)
    assert described is not None
    assert [section.item for section in described.sections] == [b"BODY.PEEK[2]"]
    assert described.parts({}) is None
    found = parts(said, {b"BODY[2]": RICH})
    assert (found.plain, found.html) == ("Adjunto.\n", RICH.decode())


@pytest.mark.parametrize("text", [LONG, SHORT, b""])
def test_texts_and_files_are_read_from_one_answer(text: bytes) -> None:
    inside = written(b"alternative", (b"plain", text), (b"html", RICH), boundary=b"=_a")
    both = many(b"alternative", a_text(text), a_text(RICH, kind=b"html"), boundary=b"=_a")
    found = parts(answer(many(b"mixed", both, PDF, LOGO), inside))
    whole = (
        HEADER[:-2] + b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\n'
        b'Content-Type: multipart/alternative; boundary="=_a"\r\n\r\n' + inside + b"\r\n--=_b\r\n"
        b"Content-Type: application/pdf; name=plano.pdf\r\n\r\nx\r\n--=_b--\r\n"
    )
    assert (found.plain, found.html, found.attachments) == parse(whole)[1:]
    assert dict(found.headers)["Content-Type"].startswith("multipart/mixed")


@pytest.mark.parametrize("name", [b"plano.pdf", b" 5 planos.pdf"])
def test_files_beside_a_text_are_named(name: bytes) -> None:
    said = answer(many(b"mixed", a_text(SHORT), PDF.replace(b"plano.pdf", name), LOGO), SHORT)
    assert parts(said).attachments == (name.decode().strip(),)


def test_a_text_that_is_not_what_it_says_is_read_as_far_as_it_goes() -> None:
    broken = b"TWHDsWFuYQ==!!=x"
    found = parts(answer(many(b"mixed", a_text(broken, encoding=b"base64"), PDF), broken))
    assert found.plain == parse(b"Content-Transfer-Encoding: base64\r\n" + HEADER + broken).plain
    assert found.attachments == ("plano.pdf",)


def test_a_draft_is_known_as_one() -> None:
    _, described = glance(answer(a_text(LONG), LONG, flags=b"\\Seen \\draft"), 0)
    assert described is not None
    assert described.is_draft


@pytest.mark.parametrize(
    "said",
    [
        answer(a_text(LONG), LONG[:-1]),
        answer(a_text(LONG, charset=b"{5}\r\nutf-8"), LONG),
        answer(many(b"mixed", a_text(LONG), a_text(LONG)), LONG),
        answer(many(b"alternative", a_text(RICH, kind=b"html"), a_text(RICH, kind=b"html")), RICH),
        answer(b"(" + a_text(LONG), LONG),
        answer(a_text(LONG, kind=b"calendar"), LONG),
        answer(a_text(LONG), LONG).replace(b"UID 3 FLAGS", b"FLAGS () UID 3 FLAGS"),
        answer(a_text(LONG), LONG)[:-3] + b" X 1)\r\n",
        answer(a_text(LONG), LONG).partition(b"BODY[1]")[0] + b'BODY[1]<0> "")\r\nP1 OK\r\n',
        answer(many(b"mixed", a_text(LONG), b'("image" "png")'), LONG),
        answer(many(b"mixed", a_text(LONG), *[PDF] * 40) + b" X 1", LONG),
        b"* SEARCH 1 2\r\n",
        b"P1 OK done\r\n",
        b"x" * 20_000,
    ],
)
def test_what_is_not_usual_is_left_to_the_reader_of_words(said: bytes) -> None:
    assert glance(said, 0) == (None, None)


@pytest.mark.parametrize("structure", [a_text(LONG), many(b"mixed", a_text(LONG), PDF)])
def test_an_answer_that_comes_in_pieces_is_waited_for(structure: bytes) -> None:
    said = answer(structure, LONG)
    assert {glance(b"?" + said[:cut], 1) for cut in range(len(said))} == {(1, None)}


@given(st.binary(max_size=60), st.integers(0, 2000))
@settings(max_examples=300, deadline=None)
def test_no_answer_breaks_the_glance(piece: bytes, place: int) -> None:
    said = answer(many(b"alternative", a_text(SHORT), a_text(RICH, kind=b"html")), SHORT)
    glance(said[:place] + piece + said[place + len(piece) :], 0)


def test_an_answer_with_a_charset_apart_does_not_end_the_reading() -> None:
    said = answer(a_text(LONG, charset=b"{5}\r\nutf-8"), LONG).replace(b"UID 3", b"UID 1").decode()
    rules = [
        ("CAPABILITY", "* CAPABILITY IMAP4rev1\r\nTAG OK\r\n"),
        ("LIST", '* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n* LIST (\\Drafts) "/" Drafts\r\nTAG OK\r\n'),
        ('STATUS "INBOX"', '* STATUS "INBOX" (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 1)\r\nTAG OK\r\n'),
        ("STATUS", "* STATUS Sent (UIDVALIDITY 1 UIDNEXT 1 MESSAGES 0)\r\nTAG OK\r\n"),
        ("UID SEARCH", "* SEARCH 1\r\nTAG OK\r\n"),
        ("UID FETCH", said + "TAG OK\r\n"),
    ]
    with ScriptedImap(rules) as server:
        place = Server(host="127.0.0.1", port=server.port, security="none")
        with closing(Imap(place, SignIn(user="ana", secret=lambda: "secret"), Wanted(), seconds=60)) as mailbox:
            [message] = [message for batch in mailbox.read(None, since=SINCE) for message in batch.messages]
    assert message.parts is not None
    assert message.parts.plain == LONG.decode().replace("\r\n", "\n")
