"""Raw messages, looked into as a foreign program would."""

from __future__ import annotations

import email
import email.policy


def message_id_of(raw: bytes) -> str:
    return header_of(raw, "Message-ID").strip("<>")


def header_of(raw: bytes, name: str) -> str:
    return str(email.message_from_bytes(raw, policy=email.policy.default).get(name, "")).strip()


def text_of(raw: bytes) -> str:
    return str(email.message_from_bytes(raw, policy=email.policy.default).get_content())
