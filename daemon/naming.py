"""Names of what we leave outside, made of the step's key: the same on every machine, so that it is found again."""

from __future__ import annotations

import base64
import hashlib
import uuid

from rules.facts import Address

_TASKS = uuid.UUID("5b0a5f2c-9d3e-5c41-8a86-7d0f3c1c9e11")


def draft_id(key: str, sender: Address) -> str:
    """Message-ID of a step's draft (RFC 5322, 3.6.4), without angle brackets."""
    digest = hashlib.sha256(f"draft {key}".encode()).digest()
    return f"{base64.b32encode(digest)[:24].decode().lower()}.prometido@{sender.domain or 'localhost'}"


def task_uid(key: str) -> str:
    """UID of a step's task (RFC 5545, 3.8.4.7)."""
    return str(uuid.uuid5(_TASKS, key))
