"""Messages a server fails on whenever they are asked for: how long one is waited for, and when one goes on without it.

An error of a server's own (5xx) passes, nearly always. One that does not would hold up an account for ever, since
nothing is concluded before everything was read. So the reads that failed on a message are counted, in the cursor, and
after many of them it is set aside, if the server gives others meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.web.answers import ServerError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONG_ENOUGH = 40
"""Reads in a row: half a day, at the pace at which an account in trouble is read."""
REASON = "{provider} fails whenever this message is asked for"


def is_failure(error: Exception | None) -> bool:
    """Whether a message could not be had for an error of the server's own."""
    return isinstance(error, ServerError)


def count(before: Mapping[str, int], failed: Collection[str]) -> dict[str, int]:
    """Count one more read that has failed on these messages, and on no others."""
    return {one: before.get(one, 0) + 1 for one in failed}


def is_enough(before: Mapping[str, int], failed: Collection[str]) -> bool:
    """Whether reads have failed on each of these often enough."""
    return all(before.get(one, 0) >= LONG_ENOUGH for one in failed)


def parse(said: Any) -> dict[str, int]:
    """Read the counts of a cursor; none where it has none. Raises ValueError, TypeError for what is none."""
    return {str(one): int(number) for one, number in dict(said or {}).items()}
