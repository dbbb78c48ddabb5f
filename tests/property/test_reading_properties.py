"""What must hold for any mail."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.compose import to_mime
from connectors.errors import Unreadable
from connectors.marks import fingerprint
from connectors.protocols import Draft, FolderRole
from connectors.reading import addresses
from connectors.reading.build import build
from connectors.reading.html import to_text
from connectors.reading.mime import parse
from connectors.reading.texts import Root, kind_of, parse_alone, parse_texts
from rules import mentions
from rules.reading import read
from rules.text import fold
from tests.builders import ANA, PEDRO, US, a_message

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PIECES = (
    "Hola Pedro:", "Mañana le envío el plano.", "¿Le parece bien?", "Un saludo,", "Ana Ruiz", "-- ", "> citado",
    "Tel. 910 000 112", "", "", " ", "El mar, 10 mar 2026 a las 10:12, Ana <a@x.example> escribió:", "escribió:",
    "De: Ana", "Enviado: lunes", "Para: Pedro", "Asunto: RV: Obra", "- uno", "________________________",
    "-----Mensaje original-----", "Enviado desde mi iPhone", "P.D. otra cosa", "AVISO LEGAL: confidencial",
    "gracias", "el Sr.", "p. ej. la", "...", "¿¡?!", "\u202e😀", "a\u2028b\x0b",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=80)), max_size=25).map("\n".join),
)
HEADERS = st.sampled_from([
    b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"Content-Transfer-Encoding: ",
    b"Content-Disposition: ", b"Message-ID: ", b"\n", b"\r\n", b" ", b"\t", b"multipart/mixed; boundary=b",
    b"multipart/alternative; boundary=c", b"text/plain; charset=", b"text/html", b"message/rfc822", b"--b\n",
    b"--b--\n", b"--c\n", b"base64", b"quoted-printable", b"utf-8", b"utf-16", b"iso-2022-jp", b"=?utf-8?q?",
    b"=?utf-8?b?", b"?=", b"=C3", b"=\n", b"attachment; filename*0*=utf-8''a%", b'name="', b"ana@x.example",
    b"<p>Hola</p>", b"Tue, 10 Mar 2026 10:12:00 +0100", "ñ€".encode(), b"\xff\x00",
])  # fmt: skip
RAW = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(HEADERS, st.binary(max_size=12)), max_size=40)
    .map(b"".join)
    .map(b"From: ana@x.example\n".__add__),
)


ABOUT = st.tuples(
    st.sampled_from([b"plain", b"html", b"PLAIN", b"calendar"]),
    st.sampled_from([b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"utf-16", b"utf-7", b"odd", b"", b"a;b"]),
    st.sampled_from([b"7bit", b"8bit", b"binary", b"quoted-printable", b"BASE64", b"odd", b""]),
).map(lambda said: b'Content-Type: text/%b; charset="%b"\r\nContent-Transfer-Encoding: %b\r\n' % said)
FIELDS = st.lists(
    st.sampled_from([
        b"From: Ana <ana@x.example>\r\n", b"Subject: =?utf-8?q?ma=C3=B1ana?=\r\n",
        b"To: a@b.example,\r\n\tc@d.example\r\n",
        b"Date: Tue, 10 Mar 2026 10:12:00 +0100\r\n", b"subject:  dos  \r\n", "Subject: año\r\n".encode(), b"Cc:\r\n",
        b"To: =?utf-8?q?a=2Cb?= <a@b.example>\r\n", b"Subject: \xe1\r\n",
    ]), max_size=6,
).map(lambda lines: b"".join(lines) + b"\r\n")  # fmt: skip
BODIES = st.lists(
    st.one_of(
        st.sampled_from([
            b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" \r\n", b"=\r\n", b"=", b"=C3=B1", b"=c3", "ñ€".encode(), b"\xe1",
            b"\x00", b"YWJj", b"YQ==", b"--b\r\n", b"From ", b"Hola:", b"<p>",
        ]),
        st.binary(max_size=8),
    ), max_size=25,
).map(b"".join)  # fmt: skip


@given(ABOUT, FIELDS, BODIES)
@settings(max_examples=1000, deadline=None)
def test_a_text_alone_reads_as_it_does_in_its_message(about: bytes, fields: bytes, body: bytes) -> None:
    kind = kind_of(about)
    assert (kind is None) == (b"calendar" in about)
    if kind is not None:
        assert parse_alone(kind, fields, body) == parse(about + fields + body)


@given(ABOUT, ABOUT, FIELDS, BODIES, BODIES)
@settings(max_examples=1000, deadline=None)
def test_a_text_and_its_twin_read_as_they_do_in_their_message(
    about: bytes, other: bytes, fields: bytes, body: bytes, twin: bytes
) -> None:
    kinds = kind_of(about), kind_of(other.replace(b"plain", b"html").replace(b"PLAIN", b"html"))
    if kinds[0] is None or kinds[1] is None or kinds[0].is_html:
        return
    root = Root(b"alternative", b"=_b")
    pieces = b"".join(
        b"--=_b\r\n%b\r\n%b\r\n" % (kind.about, text) for kind, text in zip(kinds, (body, twin), strict=True)
    )
    found = parse_texts(root, fields, [(kinds[0], body), (kinds[1], twin)], ())
    assert found == parse(root.about + fields + pieces + b"--=_b--\r\n")


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_sentence_is_found_where_it_says(text: str) -> None:
    message = a_message(text)
    reading = read(message)
    place = 0
    for sentence in reading.sentences:
        assert sentence.start >= place
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert sentence.folded == fold(sentence.text)
        place = sentence.end
    assert reading.greeting in text
    assert reading.goodbye in text


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_nothing_marked_as_quoted_is_ever_the_authors(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    assert read(a_message(quoted)).sentences == ()


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text) == "".join(map(fold, text))
    assert mentions.of(text) == mentions.of(fold(text)) or any(char.isupper() for char in text)


@given(RAW)
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_message_or_unreadable(raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        parts = parse(raw)
        message = build(parts, role=FolderRole.INBOX, account="a", us=US, received=None, now=NOW)
        assert message.id
        assert message.date.tzinfo is not None
        assert "\n" not in message.subject
        read(message)


@given(TEXTS)
@settings(deadline=None)
def test_any_header_gives_whole_addresses_or_none(value: str) -> None:
    for found in addresses.parse(value):
        assert addresses.is_address(found.address)
        assert found.name.isprintable()


@given(st.text(alphabet="<>/!-ab='\" \n&;pdivbrlockquotesyl"))
@settings(deadline=None)
def test_any_html_gives_text(source: str) -> None:
    rendered = to_text(source)
    assert rendered.text == rendered.text.strip("\n")


@given(TEXTS, st.text(max_size=200))
@settings(deadline=None)
def test_any_draft_is_known_again_after_its_line_ends_have_changed(text: str, subject: str) -> None:
    raw = to_mime(
        Draft(
            key="c1/draft",
            message_id="c1@x.example",
            sender=ANA,
            to=(PEDRO,),
            subject=subject,
            text=text,
            date=NOW,
            references=("a@x.example",),
        )
    )
    assert fingerprint(raw.replace(b"\r\n", b"\n")) == fingerprint(raw)
