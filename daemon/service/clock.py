"""Notice that the clock was set: what is due is not left in a burst, nor never again."""

from __future__ import annotations

from dataclasses import dataclass

JUMP = 3600.0
"""Seconds the clock may differ from what has passed before it counts as set."""
HOLD = 900.0
"""Seconds nothing is left outside after the clock was set: time to set it right again."""
FAR = 14 * 86_400.0
"""Seconds the clock may be ahead of what was done last when the program starts before it counts as set."""


@dataclass(slots=True)
class ClockWatch:
    """Compares the wall clock with one that is never set and runs on through suspend (CLOCK_BOOTTIME).

    After a suspend both have gone on alike, so nothing is held. A clock that was set right after having been wrong is
    believed when ``HOLD`` is over: whatever it says then is what its administrator wants it to say.
    """

    wall: float
    steady: float
    held_until: float | None = None

    def distrust_unless_near(self, moment: float) -> None:
        """Hold from the start if the clock is behind what was done last, in seconds since 1970, or weeks ahead of it.

        A machine that really was off so long only begins a little later.
        """
        if not moment - JUMP <= self.wall <= moment + FAR:
            self.held_until = self.steady + HOLD

    def may_act(self, wall: float, steady: float) -> bool:
        """Take both clocks now, in seconds; say whether anything may be left outside."""
        drift = (wall - self.wall) - (steady - self.steady)
        self.wall, self.steady = wall, steady
        if abs(drift) > JUMP:
            self.held_until = steady + HOLD
        if self.held_until is not None and steady >= self.held_until:
            self.held_until = None
        return self.held_until is None
