"""A message as Gmail's ``format=full`` takes it apart."""

from __future__ import annotations

import base64
import email
from email.message import Message
from typing import Any


def payload_of(raw: bytes, *, bodies: bool = True) -> dict[str, Any]:
    """Take a message apart; without ``bodies`` only its headers, as ``format=metadata`` does."""
    try:
        message = email.message_from_bytes(raw)
    except RecursionError:
        return _endless(email.message_from_bytes(raw.partition(b"\r\nContent-Type")[0] + b"\r\n\r\n"))
    return _part(message, "") if bodies else {"mimeType": message.get_content_type(), "headers": _headers(message)}


def _part(part: Message, place: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "partId": place,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": _headers(part),
    }
    if part.is_multipart():
        inner = part.get_payload()
        assert isinstance(inner, list)
        before = f"{place}." if place else ""
        return {
            **said,
            "body": {"size": 0},
            "parts": [_part(one, f"{before}{number}") for number, one in enumerate(inner) if isinstance(one, Message)],
        }
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    if said["filename"] or not part.get_content_type().startswith("text/"):
        return {**said, "body": {"attachmentId": f"a{place}", "size": len(content)}}
    return {**said, "body": {"size": len(content), "data": base64.urlsafe_b64encode(content).decode()}}


def _headers(part: Message) -> list[dict[str, str]]:
    return [{"name": name, "value": " ".join(str(value).split())} for name, value in part.items()]


def _endless(message: Message) -> dict[str, Any]:
    """Give a message of more levels than anybody reads, of which only so many are told."""
    part: dict[str, Any] = {"mimeType": "text/plain", "body": {"size": 0}}
    for _ in range(100):
        part = {"mimeType": "multipart/mixed", "headers": [], "body": {"size": 0}, "parts": [part]}
    return {**part, "headers": _headers(message)}
