"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Give "1 message", "2 messages"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
