"""One account's loop, in a thread of its own, so that no account waits for another."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime

import structlog

from daemon.cycle import AccountReport, Cycle
from daemon.firm import Firm
from daemon.ledger.accounts import AccountState
from daemon.ledger.errors import LedgerBusy, LedgerError
from daemon.service.clock import ClockWatch
from daemon.service.notices import tell_user
from daemon.service.schedule import Schedule
from daemon.stopping import Stop, Stopped

_log = structlog.get_logger(__name__)
_dice = random.Random()  # noqa: S311 - spreads load, hides nothing


class Worker(threading.Thread):
    """Runs the cycles of one account until told to stop."""

    def __init__(self, firm: Firm, name: str, stop: Stop, finished: Callable[[Worker], None]) -> None:
        """``finished`` is called after every cycle, from this thread."""
        super().__init__(name=f"account-{name}", daemon=True)
        self.account = name
        self.report: AccountReport | None = None
        self.failure: LedgerError | None = None
        """What stopped the loop for good."""
        self.beat = time.monotonic()
        """When it last made progress."""
        self.waiting_until = 0.0
        """Until when it has nothing to do (monotonic), so that no progress is expected."""
        self._firm = firm
        self._stop_asked = stop
        self._finished = finished
        self._schedule = Schedule(interval=firm.config.interval.total_seconds())
        self._clock = ClockWatch(wall=time.time(), steady=_steady())
        self._cycle = Cycle(firm=firm, stop=self._checkpoint)

    def run(self) -> None:
        """Cycle, wait, and again."""
        delay = _dice.random() * min(2.0, self._schedule.interval)  # accounts do not all start at once
        while not self._wait(delay):
            try:
                delay = self._once()
            except Stopped:
                return
            except LedgerBusy as error:
                _log.warning("ledger busy", account=self.account, reason=str(error))
                delay = self._schedule.interval
            except LedgerError as error:
                self.failure = error
                self._finished(self)
                return

    def _once(self) -> float:
        self._checkpoint()
        self._cycle.leaves = self._clock.may_act(time.time(), _steady())
        now = datetime.now(self._firm.config.zone)
        report = self._cycle.run(now, [self.account])
        self.report = report.accounts[0]
        tell_user(self._firm, self.report, now)
        if self.report.state is AccountState.OK:
            new = bool(self.report.taken.new or self.report.user_acts)
            self._schedule, delay = self._schedule.after_success(_dice.random(), anything_new=new)
        else:
            self._schedule, delay = self._schedule.after_failure(
                _dice.random(), self.report.state, self.report.retry_after
            )
        self._finished(self)
        return delay

    def _checkpoint(self) -> None:
        """Between two steps: note the progress, and stop if that was asked."""
        self.beat = time.monotonic()
        self._stop_asked.check()

    def _wait(self, seconds: float) -> bool:
        """Wait; return whether to stop."""
        self.waiting_until = time.monotonic() + seconds
        return self._stop_asked.wait(seconds)


def _steady() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)
