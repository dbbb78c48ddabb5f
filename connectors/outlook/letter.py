"""A message as Graph describes it, in the terms every connector's mail is read in."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from connectors.microsoft.odata import KEY, property_of, with_properties
from connectors.protocols import MessageParts
from connectors.reading.charsets import decode_words, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

IN_REPLY_TO = "String 0x1042"
"""PidTagInReplyToId (MS-OXPROPS): mail in the sent folder has no headers, but it has this."""
REFERENCES = "String 0x1039"
"""PidTagInternetReferences (MS-OXPROPS)."""
FIELDS = (
    "id,conversationId,isDraft,subject,from,sender,toRecipients,ccRecipients,sentDateTime,receivedDateTime,"
    "internetMessageId,internetMessageHeaders,hasAttachments,body,uniqueBody"
)
QUERY = {"$select": FIELDS, "$expand": with_properties(IN_REPLY_TO, REFERENCES, KEY)}
ATTACHMENTS = {"$select": "name,contentType,isInline"}
HEADERS_LIMIT = 1000
NEVER = 1
"""The year Graph writes where there is no time."""
SAID_BY_GRAPH = frozenset({"from", "to", "cc", "subject", "message-id", "sender"})
"""Headers Graph has taken apart itself; the rest are read as they came."""


def read(message: Mapping[str, Any], attachments: Sequence[Mapping[str, Any]], zone: tzinfo) -> MessageParts:
    """Read a message. A time whose author named no zone is told in ``zone``, where its user lives.

    Of the body only what is new in this message is taken, where Exchange has told it from what is quoted.
    """
    headers = list(_headers(message))
    there = {name.lower() for name, _ in headers}
    if "date" not in there and (sent := moment(message.get("sentDateTime"))):
        headers.append(("Date", format_datetime(sent.astimezone(zone))))
    for name, value in (
        ("In-Reply-To", property_of(message, IN_REPLY_TO)),
        ("References", property_of(message, REFERENCES)),
        ("X-Prometido", property_of(message, KEY)),
    ):
        if value and name.lower() not in there:
            headers.append((name, one_line(value)))
    own, whole = message.get("uniqueBody") or {}, message.get("body") or {}
    body = own if str(own.get("content") or "").strip() else whole
    content = str(body.get("content") or "").replace("\r\n", "\n")
    is_html = str(body.get("contentType", "text")).lower() == "html"
    return MessageParts(
        headers=tuple(headers),
        plain=None if is_html else content,
        html=content if is_html else None,
        attachments=tuple(
            one_line(str(one.get("name") or one.get("contentType") or "attachment"))
            for one in attachments
            if not (one.get("isInline") and str(one.get("contentType") or "image/").lower().startswith("image/"))
        ),
    )


def may_have_attachments(message: Mapping[str, Any]) -> bool:
    """Whether something may be attached: Exchange does not count what is shown within the text, PDFs among it."""
    kinds = (str(one.get("value") or "") for one in message.get("internetMessageHeaders") or () if _is_kind(one))
    return bool(message.get("hasAttachments")) or any(kind.lower().startswith("multipart/mixed") for kind in kinds)


def moment(text: Any) -> datetime | None:
    """Read a time of Graph's, which is UTC where it does not say otherwise; None for what is none."""
    try:
        said = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if said.year == NEVER:
        return None
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).replace(microsecond=0)


def address_of(recipient: Mapping[str, Any] | None) -> str:
    """Give the address of a person, in lower case; empty where there is none."""
    return str(((recipient or {}).get("emailAddress") or {}).get("address") or "").strip().lower()


def _is_kind(header: Mapping[str, Any]) -> bool:
    return str(header.get("name") or "").lower() == "content-type"


def _headers(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for header in (message.get("internetMessageHeaders") or ())[:HEADERS_LIMIT]:
        name = str(header.get("name") or "")
        if name and name.lower() not in SAID_BY_GRAPH:
            yield name, decode_words(one_line(str(header.get("value") or "")))
    for name, people in (
        ("From", [message.get("from")]),
        ("Sender", [message.get("sender")]),
        ("To", message.get("toRecipients") or ()),
        ("Cc", message.get("ccRecipients") or ()),
    ):
        written = ", ".join(_person(one) for one in people if address_of(one))
        if written:
            yield name, written
    yield "Subject", one_line(str(message.get("subject") or ""))
    if message.get("internetMessageId"):
        yield "Message-ID", one_line(str(message["internetMessageId"]))


def _person(recipient: Mapping[str, Any] | None) -> str:
    """Write a person as an address header has them (RFC 5322, 3.4)."""
    name = one_line(str(((recipient or {}).get("emailAddress") or {}).get("name") or ""))
    address = one_line(address_of(recipient))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if name and name.lower() != address else address
