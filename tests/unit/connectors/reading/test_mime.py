"""A raw message is taken apart, or said to be unreadable."""

from __future__ import annotations

import pytest

from connectors.errors import Unreadable
from connectors.protocols import MessageParts
from connectors.reading import mime
from connectors.reading.headers import MAX_HEADERS
from connectors.reading.mime import parse

HEAD = b"From: Ana <ana@x.example>\nSubject: Obra\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\n\nHola\n"
LETTER = b"Content-Type: text/html\n\n<p>Hola, esta es la carta</p>\n"


def multipart(kind: str, *parts: bytes, boundary: str = "b") -> bytes:
    mark = f"--{boundary}\n".encode()
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
        + mark
        + mark.join(parts)
        + f"--{boundary}--\n".encode()
    )


def a_file(headers: str, body: bytes = b"x\n") -> bytes:
    return headers.encode() + b"\n\n" + body


def header(parts: MessageParts, wanted: str) -> str | None:
    return next((value for name, value in parts.headers if name.lower() == wanted), None)


def test_a_plain_message_is_taken_apart() -> None:
    parts = parse(HEAD + PLAIN)
    assert parts.headers[:2] == (("From", "Ana <ana@x.example>"), ("Subject", "Obra"))
    assert (parts.plain, parts.html, parts.attachments) == ("Hola\n", None, ())


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"Subject: =?utf-8?q?Presupuesto_de_ba=C3=B1o?=", "Presupuesto de baño"),
        (b"Subject: =?utf-8?b?YmHDsQ==?=\n =?utf-8?b?bw==?=", "baño"),
        (b"Subject: =?utf-8?q?ba=C3?= =?utf-8?q?=B1o?=", "baño"),
        (b"Subject: =?iso-8859-1?q?ba=F1o?= nuevo", "baño nuevo"),
        (b"Subject: uno\n\tdos\n tres", "uno dos tres"),
        (b"Subject: uno\r\n dos", "uno dos"),
        ("Subject: baño".encode(), "baño"),
        ("Subject: baño".encode("latin-1"), "baño"),
        (b"Subject: =?x-nada?q?ba=C3=B1o?=", "baño"),
        (b"Subject: =?utf-8?b?%%%?=", ""),
        (b"Subject: =?utf-8?b?Y?=", "Y"),
        (b"Subject : con blanco", "con blanco"),
        (b"X y: no\nSubject: uno\nnada\nSubject: dos", "uno"),
    ],
)
def test_headers_are_unfolded_and_decoded(raw: bytes, subject: str) -> None:
    assert header(parse(b"From: ana@x.example\n" + raw + b"\n\nHola"), "subject") == subject


def test_addresses_keep_their_encoded_words_until_they_are_read() -> None:
    value = "=?utf-8?q?P=C3=A9rez=2C_Ana?= <ana@x.example>"
    assert header(parse(f"From: {value}\n\nHola".encode()), "from") == value


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "baño".encode(), "baño"),
        ("iso-8859-1", "baño €".encode("cp1252"), "baño €"),
        ("iso-8859-1", "baño".encode(), "baño"),
        ("us-ascii", "baño".encode(), "baño"),
        ("utf-8", "baño".encode("latin-1"), "baño"),
        ("x-nada", "baño".encode(), "baño"),
        ("utf-8", "baño".encode()[:-2], "ba"),
        ("utf-16", "baño".encode("utf-16"), "baño"),
        ("idna", b"xn--bao-hoa", "xn--bao-hoa"),
        ("utf-8", b"\x81\xf1", "\x81ñ"),
        ("iso-2022-jp", b"a\xff", "a\ufffd"),
        ("utf-7", b"a\xff+", "aÿ+"),
    ],
)
def test_text_is_decoded_as_well_as_possible(charset: str, body: bytes, text: str) -> None:
    assert parse(HEAD + f"Content-Type: text/plain; charset={charset}\n\n".encode() + body).plain == text


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("quoted-printable", b"ba=C3=B1o=\n nuevo"), ("base64", b"YmHDsW8gbnVldm8="), ("8bit", "baño nuevo".encode())],
)
def test_transfer_encodings_are_undone(encoding: str, body: bytes) -> None:
    raw = HEAD + f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body
    assert (parse(raw).plain or "").strip() == "baño nuevo"


def test_line_ends_become_one_and_nulls_go() -> None:
    assert parse(HEAD + b"\nuno\r\ndos\rtres\0\n").plain == "uno\ndos\ntres\n"


def test_the_plain_alternative_is_enough_unless_it_is_a_stub() -> None:
    long = b"Content-Type: text/plain\n\n" + b"Hola, Pedro. " * 30 + b"\n"
    assert parse(HEAD + multipart("alternative", long, LETTER)).html is None
    stub = parse(HEAD + multipart("alternative", PLAIN, LETTER))
    assert (stub.plain, stub.html) == ("Hola", "<p>Hola, esta es la carta</p>")


def test_a_letter_in_html_with_a_plain_footer_loses_neither() -> None:
    parts = parse(HEAD + multipart("mixed", LETTER, b"Content-Type: text/plain\n\nlista & vecinos\n"))
    assert parts.plain is None
    assert parts.html == "<p>Hola, esta es la carta</p>\n<pre>lista &amp; vecinos</pre>"


def test_several_plain_parts_are_read_in_order() -> None:
    assert parse(HEAD + multipart("mixed", PLAIN, PLAIN)).plain == "Hola\n\nHola"


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ('Content-Type: application/pdf; name="plano.pdf"', "plano.pdf"),
        ("Content-Type: a/b\nContent-Disposition: attachment; filename=plano.pdf", "plano.pdf"),
        (
            'Content-Type: application/pdf; name="otro.pdf"\nContent-Disposition: attachment; filename="plano.pdf"',
            "plano.pdf",
        ),
        ("Content-Type: a/b\nContent-Disposition: attachment; filename*=utf-8''ba%C3%B1o.pdf", "baño.pdf"),
        (
            "Content-Type: a/b\nContent-Disposition: attachment; filename*1=\"o.pdf\"; filename*0*=utf-8''ba%C3%B1",
            "baño.pdf",
        ),
        (
            'Content-Type: a/b\nContent-Disposition: attachment; filename*0="ba"; filename*1="no.pdf"',
            "bano.pdf",
        ),
        ('Content-Type: application/pdf; name="=?utf-8?q?ba=C3=B1o.pdf?="', "baño.pdf"),
        (r'Content-Type: application/pdf; name="C:\\obra\\plano.pdf"', "plano.pdf"),
        ("Content-Type: application/pdf; name=../../etc/plano.pdf", "plano.pdf"),
        ("Content-Type: application/pdf", "application/pdf"),
        ("Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat"),
        ("Content-Type: text/calendar; method=REQUEST", "text/calendar"),
        ("Content-Type: text/plain\nContent-Disposition: attachment; filename=notas.txt", "notas.txt"),
        ("Content-Type: text/html; name=factura.html", "factura.html"),
        ("Content-Type: image/jpeg; name=foto.jpg", "foto.jpg"),
        (
            "Content-Type: image/png\nContent-Disposition: attachment; filename=foto.png\nContent-ID: <f_1>",
            "foto.png",
        ),
    ],
)
def test_attachments_are_named(headers: str, name: str) -> None:
    assert parse(HEAD + multipart("mixed", PLAIN, a_file(headers))).attachments == (name,)


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: image/png; name=logo.png\nContent-Disposition: inline\nContent-ID: <logo>",
        "Content-Type: image/png; name=image001.png",
        "Content-Type: application/pgp-signature; name=signature.asc",
        "Content-Type: application/pkcs7-signature; name=smime.p7s",
        "Content-Type: message/delivery-status",
    ],
)
def test_pictures_of_the_text_and_digital_signatures_are_no_attachments(headers: str) -> None:
    assert parse(HEAD + multipart("mixed", PLAIN, a_file(headers))).attachments == ()


def test_pictures_related_to_the_text_are_no_attachments() -> None:
    picture = a_file("Content-Type: image/png; name=foto.png\nContent-ID: <foto>")
    assert parse(HEAD + multipart("related", LETTER, picture)).attachments == ()


def test_a_message_in_the_message_is_an_attachment_and_says_nothing() -> None:
    inner = a_file("Content-Type: message/rfc822", b"Subject: otro\n\nMa\xc3\xb1ana le env\xc3\xado el plano\n")
    parts = parse(HEAD + multipart("mixed", PLAIN, inner))
    assert (parts.plain, parts.attachments) == ("Hola", ("message/rfc822",))


@pytest.mark.parametrize("raw", [b"", b"\0" * 1000, b"hola", b"\xff\xfe\xfd" * 100, b"X-Nada: 1\n\nhola"])
def test_what_is_no_message_is_unreadable_in_one_line(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^[ -~]+$"):
        parse(raw)


def nested(depth: int) -> bytes:
    raw = HEAD
    for level in range(depth):
        raw += f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n".encode()
    return raw + PLAIN


def test_nesting_is_followed_to_a_depth_and_no_further() -> None:
    assert parse(nested(20)).plain == "Hola\n"
    assert parse(nested(100)).plain is None
    with pytest.raises(Unreadable):
        parse(nested(2000))


def test_what_the_fast_parser_refuses_is_read_by_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise mime.fast_mail_parser.DecodeError("no")

    picture = a_file("Content-Type: application/pdf; name=plano.pdf")
    raw = HEAD + multipart("mixed", multipart("alternative", PLAIN, LETTER, boundary="c"), picture)
    fast = parse(raw)
    monkeypatch.setattr(mime.fast_mail_parser, "parse_email_tree", refuse)
    assert parse(raw) == fast


def test_broken_base64_is_read_as_far_as_it_goes() -> None:
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSG9s!YQ==\n"
    assert (parse(raw).plain or "").startswith("Hol")


def test_what_neither_parser_can_take_apart_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(mime.email, "message_from_bytes", refuse)
    with pytest.raises(Unreadable, match=r"^the message cannot be taken apart \(RecursionError\)$"):
        parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nHola")


def test_an_alternative_of_nothing_is_no_text() -> None:
    picture = a_file("Content-Type: application/pdf; name=plano.pdf")
    parts = parse(HEAD + multipart("alternative", picture))
    assert (parts.plain, parts.html, parts.attachments) == (None, None, ("plano.pdf",))


def test_only_the_beginning_of_a_huge_message_is_read() -> None:
    raw = HEAD + multipart(
        "mixed", PLAIN, a_file("Content-Type: video/mp4; name=obra.mp4", b"A" * (mime.MAX_BYTES + 1))
    )
    parts = parse(raw)
    assert (parts.plain, parts.attachments) == ("Hola", ("obra.mp4",))


def test_headers_and_text_are_bounded() -> None:
    parts = parse(b"From: ana@x.example\n" + b"X: y\n" * 5000 + b"\n" + b"a" * (mime.MAX_TEXT + 5))
    assert len(parts.headers) == MAX_HEADERS
    assert len(parts.plain or "") == mime.MAX_TEXT
    assert len(parse(HEAD + multipart("mixed", *[PLAIN] * 5000)).plain or "") < 5 * mime.MAX_PARTS * 5
