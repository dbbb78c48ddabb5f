"""Bytes of mail into text, whatever they claim to be."""

from __future__ import annotations

import base64
import binascii
import codecs
import io
import re
from functools import lru_cache

_ASCII_SUPERSETS = frozenset({"ascii", "iso8859-1", "cp1252", "utf-8"})
_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Codecs of Python's own that are no charset of mail; ``idna`` and ``punycode`` take quadratic time."""

_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]*(?: [^?]*)?)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_FEEDS = io.IncrementalNewlineDecoder(None, translate=True)
"""Three times as fast as replacing them, and has nothing to keep between one text and the next."""
_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF))


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """Name of the codec for a charset label, or an empty string for a label nobody knows."""
    try:
        info = codecs.lookup(charset.strip("\"' \t")[:40])
    except (LookupError, ValueError):
        return ""
    return info.name if info.name not in _NOT_TEXT and getattr(info, "_is_text_encoding", True) else ""


def decode(data: bytes, charset: str | None) -> str:
    """Decode as well as possible; never raises.

    UTF-8 goes before any 8-bit charset, because text that is valid UTF-8 beyond ASCII is practically never
    anything else, and mislabelled UTF-8 is the commonest fault; Latin-1 is read as Windows-1252, as every
    mail client does (WHATWG Encoding Standard, 4.2).
    """
    codec = _codec(charset) if charset else "utf-8"
    if not codec or codec in _ASCII_SUPERSETS:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as fault:
            if fault.reason == "unexpected end of data" and codec == "utf-8":
                return data[: fault.start].decode("utf-8", "replace")
        return _western(data)
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return data.decode(codec, "replace") if codec != "utf-7" else _western(data)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def decode_header(value: bytes) -> str:
    """Decode the raw 8-bit value of a header: ASCII by rule, UTF-8 by RFC 6532, else Windows-1252 by experience."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return _western(value)


def decode_words(value: str) -> str:
    """Decode the encoded words of RFC 2047; what cannot be decoded stays as it is.

    Neighbouring words of one charset are joined before they are decoded, since some writers cut a character in two.
    """
    if "=?" not in value:
        return value
    if whole := _WORD.fullmatch(value):
        return decode(_word_bytes(whole[2], whole[3]), whole[1])
    value = _BETWEEN_WORDS.sub(r"\1", value)
    text: list[str] = []
    pending, charset, position = b"", "", 0
    for word in _WORD.finditer(value):
        if word.start() > position or (pending and word[1].lower() != charset):
            text += (decode(pending, charset) if pending else "", value[position : word.start()])
            pending = b""
        charset, position = word[1].lower(), word.end()
        pending += _word_bytes(word[2], word[3])
    text += (decode(pending, charset) if pending else "", value[position:])
    return "".join(text)


def _word_bytes(encoding: str, coded: str) -> bytes:
    raw = coded.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def one_line(text: str) -> str:
    """Make a header value safe to show: control characters and line breaks become blanks, bidi marks go."""
    return " ".join(_CONTROLS.sub(" ", text).translate(_BIDI).split())


def with_line_feeds(text: str) -> str:
    """End every line with a line feed alone."""
    return _LINE_FEEDS.decode(text, final=True) if "\r" in text else text


def without_controls(text: str) -> str:
    """Drop control characters and bidi marks from a text of many lines; line breaks and tabs stay."""
    return _CONTROLS_BUT_LINES.sub("", text).translate(_BIDI)
