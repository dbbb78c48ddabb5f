"""When an account is read next. Pure: the clock and the dice are arguments."""

from __future__ import annotations

from dataclasses import dataclass, replace

from daemon.ledger.accounts import AccountState

FIRST_DELAY = 5.0
"""Seconds the first retry may wait; each further failure doubles it."""
LONGEST_DELAY = 900.0
"""Seconds no retry waits longer than."""
PARKED = 6 * 3600.0
"""Seconds after which an account that waits for a sign-in is tried again, although no secret of it has changed."""
BREAKS_AFTER = 8
"""Failures in a row after which the circuit opens: only one try per ``LONGEST_DELAY``."""
IDLEST = 4
"""An idle account is read down to this many times less often."""
_QUIET_CYCLES = 10
_JITTER = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is remembered of one account between its cycles. Times are seconds."""

    interval: float
    failures: int = 0
    quiet: int = 0
    """Cycles in a row in which nothing was new."""

    def after_success(self, dice: float, *, anything_new: bool) -> tuple[Schedule, float]:
        """Return the schedule and the delay after a cycle that was read completely. ``dice`` is in [0, 1)."""
        quiet = 0 if anything_new else self.quiet + 1
        slower = min(1 + quiet // _QUIET_CYCLES, IDLEST)
        delay = self.interval * slower * (1 - _JITTER + 2 * _JITTER * dice)
        return replace(self, failures=0, quiet=quiet), delay

    def after_failure(self, dice: float, state: AccountState, retry_after: float | None) -> tuple[Schedule, float]:
        """Return the schedule and the delay after a cycle that failed: full jitter, with a cap.

        What the server asks for (``Retry-After``) is waited out whole. An account that waits for a sign-in is let
        be for hours: every try with a wrong password brings it nearer to being locked.
        """
        failures = self.failures + 1
        if state is AccountState.NEEDS_REAUTH:
            return replace(self, failures=failures), PARKED * (1 - _JITTER * dice)
        if state is AccountState.STOPPED or failures > BREAKS_AFTER:
            delay = LONGEST_DELAY * (1 - _JITTER * dice)
        else:
            delay = max(1.0, min(FIRST_DELAY * 2**failures, LONGEST_DELAY) * dice)
        return replace(self, failures=failures), max(delay, retry_after or 0.0)
