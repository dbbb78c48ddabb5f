"""Messages as Graph describes them, made of raw ones; and drafts as other programs see them."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from email.utils import formataddr, getaddresses, parsedate_to_datetime
from typing import Any

IN_REPLY_TO, REFERENCES = "String 0x1042", "String 0x1039"
QUOTED = re.compile(r"^(>|El .* escribió:|On .* wrote:)", re.MULTILINE)


def message_of(raw: bytes) -> dict[str, Any]:
    """Take a message apart as Exchange does. Raises RecursionError for one nested without end."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    headers = [{"name": name, "value": " ".join(str(value).split())} for name, value in mail.items()]
    plain, html = "", ""
    attachments: list[dict[str, Any]] = []
    for part in mail.walk():
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attachments.append(
                {
                    "@odata.type": "#microsoft.graph.fileAttachment",
                    "id": f"att{len(attachments)}",
                    "name": part.get_filename() or part.get_content_type(),
                    "contentType": part.get_content_type(),
                    "isInline": part.get_content_disposition() == "inline",
                    "size": len(part.get_payload(decode=True) or b""),
                }
            )
        elif part.get_content_subtype() == "html":
            html = html or str(part.get_content())
        else:
            plain = plain or str(part.get_content())
    return {
        "subject": str(mail.get("Subject", "")),
        "from": next(iter(_people(mail, "From")), None),
        "sender": next(iter(_people(mail, "From")), None),
        "toRecipients": _people(mail, "To"),
        "ccRecipients": _people(mail, "Cc"),
        "internetMessageId": str(mail.get("Message-ID", "<none@twin.example>")),
        "sentDateTime": stamp(_date(mail)),
        "hasAttachments": any(not one["isInline"] for one in attachments),
        "_headers": headers,
        "_text": plain or re.sub(r"<[^>]+>", "", html),
        "_attachments": attachments,
        "_properties": {
            name: " ".join(str(mail[header]).split())
            for name, header in ((IN_REPLY_TO, "In-Reply-To"), (REFERENCES, "References"))
            if header in mail
        },
    }


def raw_of(message: dict[str, Any]) -> bytes:
    """Write a draft as any other program gets it (IMAP)."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Ana Ruiz <ana@estudio.example>"
    for name, field in (("To", "toRecipients"), ("Cc", "ccRecipients")):
        if message.get(field):
            mail[name] = ", ".join(
                formataddr((one["emailAddress"].get("name", ""), one["emailAddress"]["address"]))
                for one in message[field]
            )
    mail["Subject"] = message["subject"]
    mail["Message-ID"] = message["internetMessageId"]
    for name, header in ((IN_REPLY_TO, "In-Reply-To"), (REFERENCES, "References")):
        if name in message["_properties"]:
            mail[header] = message["_properties"][name]
    for header in message["_headers"]:
        if header["name"].lower().startswith("x-"):
            mail[header["name"]] = header["value"]
    mail.set_content(message["_text"].replace("\r\n", "\n"))
    return mail.as_bytes()


def unique(text: str) -> str:
    """Give what is new in a message."""
    found = QUOTED.search(text)
    return text[: found.start()] if found else text


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _people(mail: Message, name: str) -> list[dict[str, Any]]:
    return [
        {"emailAddress": {"name": shown or address, "address": address}}
        for shown, address in getaddresses([str(value) for value in mail.get_all(name, [])])
        if address
    ]


def _date(mail: Message) -> datetime:
    try:
        date = parsedate_to_datetime(str(mail["Date"]))
    except (TypeError, ValueError):
        date = datetime(2026, 3, 12, tzinfo=UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)
