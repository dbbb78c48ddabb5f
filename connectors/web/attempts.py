"""Patience with a provider: what will pass is asked for again, a few times, as long apart as it wants."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

import tenacity

from connectors.errors import Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
ATTEMPTS = 5
PATIENCE = 20.0
"""Seconds waited at most before another attempt; who is asked to wait for longer leaves it to the daemon."""
LONGEST = 24 * 3600.0
"""Seconds anybody is left alone for at most: a number that was written by mistake must not end an account's days."""
JITTER = tenacity.wait_random_exponential(multiplier=0.5, max=PATIENCE)


def again(attempt: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Make up to five attempts, with full jitter between them, where waiting is worth while."""
    attempts = tenacity.Retrying(
        sleep=sleep,
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        retry=tenacity.retry_if_exception(
            lambda error: isinstance(error, Transient) and (error.retry_after or 0) <= PATIENCE
        ),
        wait=_wait,
        reraise=True,
    )
    return attempts(attempt)


def pause(attempt: int, asked: float) -> float:
    """Give how long to wait after an attempt, the first being 0: as asked, or a random part of 1, 2, 4 … seconds."""
    return max(asked, random.uniform(0, min(PATIENCE, 2.0**attempt)))  # noqa: S311 - jitter


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Read ``Retry-After``: seconds, or a moment (RFC 9110, 10.2.3); None where it says neither.

    A moment is counted from the server's own ``Date`` where there is one, since our clock may be wrong, else from
    ``now``. Nobody is left alone for more than a day.
    """
    found = {name.lower(): str(value).strip() for name, value in headers.items()}
    value = found.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        moment = _moment(value)
        if moment is None:
            return None
        seconds = (moment - (_moment(found.get("date", "")) or now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST) if math.isfinite(seconds) else None


def _moment(text: str) -> datetime | None:
    """Read a moment as HTTP writes one."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wait(state: tenacity.RetryCallState) -> float:
    """Wait as long as is asked for, or for a random part of an interval that doubles."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, Transient) else None
    return max(asked or 0.0, JITTER(state))
