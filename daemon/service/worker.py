"""One account's loop, in a thread of its own, so that no account waits for another."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import structlog

from config.credentials import Credentials
from daemon.cycle import AccountReport, Cycle
from daemon.firm import Firm
from daemon.flow import Flow, look
from daemon.isolation import place_of, tell_once
from daemon.ledger.accounts import AccountState, get_account
from daemon.ledger.errors import LedgerBusy, LedgerError, LedgerFull
from daemon.ledger.opening import translated
from daemon.service.clock import HOLD, ClockWatch
from daemon.service.notices import tell_user
from daemon.service.schedule import Schedule
from daemon.stopping import Stop, Stopped

_log = structlog.get_logger(__name__)
_LOOKS_EVERY = 3600.0
"""Seconds between two looks at what usually comes in; it reads two months of the ledger."""
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
        self.trouble = ""
        """Why the last cycle could not be written down; empty when it was."""
        self.is_held = False
        """Whether nothing is left outside because the clock was set."""
        self.beat = time.monotonic()
        """When it last made progress."""
        self.waiting_until = 0.0
        """Until when it has nothing to do (monotonic), so that no progress is expected."""
        self._firm = firm
        self._stop_asked = stop
        self._finished = finished
        self._schedule = Schedule(interval=firm.config.interval.total_seconds())
        self._clock: ClockWatch | None = None
        self._look_again = 0.0
        self._silent = True  # as long as nobody has looked
        self._cycle = Cycle(firm=firm, stop=self._checkpoint)

    def run(self) -> None:
        """Cycle, wait, and again; connections are kept from one cycle to the next."""
        with closing(self._cycle):
            self._run()

    def _run(self) -> None:
        delay = _dice.random() * min(2.0, self._schedule.interval)  # accounts do not all start at once
        while not self._wait(delay):
            try:
                with translated(self._firm.config.ledger):
                    delay = self._once()
            except Stopped:
                return
            except (LedgerBusy, LedgerFull) as error:  # it will pass, or somebody makes room: then all goes on
                delay = self._after_trouble(str(error))
            except LedgerError as error:
                self.failure = error
                self._finished(self)
                return
            except Exception as error:  # noqa: BLE001 - a thread that ends unseen would read nothing for ever
                tell_once("cycle", type(error).__name__, place_of(error))
                delay = self._after_trouble(f"a fault of Prometido's own ({type(error).__name__})")

    def _once(self) -> float:
        self._checkpoint()
        self._cycle.leaves = self._believes_the_clock()
        now = datetime.now(self._firm.config.zone)
        report = self._cycle.run(now, [self.account])
        self.report = report.accounts[0]
        tell_user(self._firm, self.report, now, self._look_at_flow(now))
        if self.trouble:
            _log.info("ledger written again", account=self.account)
            self.trouble = ""
        if self.report.state is AccountState.OK:
            new = bool(self.report.taken.new or self.report.user_acts)
            self._schedule, delay = self._schedule.after_success(_dice.random(), anything_new=new)
        else:
            self._schedule, delay = self._schedule.after_failure(
                _dice.random(), self.report.state, self.report.retry_after
            )
        self._finished(self)
        return delay

    def _believes_the_clock(self) -> bool:
        """Say once when it begins and when it ends that nothing is left."""
        if self._clock is None:
            self._clock = self._start_clock()
        held = not self._clock.may_act(time.time(), _steady())
        if held and not self.is_held:
            _log.warning("the clock was set", account=self.account, nothing_is_left_for=f"{HOLD:.0f}s")
        elif self.is_held and not held:
            _log.info("the clock is believed again", account=self.account)
        self.is_held = held
        return not held

    def _look_at_flow(self, now: datetime) -> Flow | None:
        """Say how the mailbox flows: once an hour, and while it is silent whenever something has come."""
        if self.report is None or self.report.state is not AccountState.OK:
            return None
        if time.monotonic() < self._look_again and not (self._silent and self.report.taken.new):
            return None
        self._look_again = time.monotonic() + _LOOKS_EVERY
        with self._firm.engine.connect() as connection:
            flow = look(connection, self.account, self._firm.working_time, now)
        self._silent = flow.silent
        return flow

    def _after_trouble(self, trouble: str) -> float:
        """Say once why nothing can be written down, and wait as after any failure."""
        if trouble != self.trouble:
            _log.warning("not written down", account=self.account, reason=trouble)
        self.trouble = trouble
        self._firm.engine.dispose()  # what was opened while nothing could be written stays so for SQLite
        self._schedule, delay = self._schedule.after_failure(_dice.random(), AccountState.BACKOFF, None)
        self._finished(self)
        return delay

    def _start_clock(self) -> ClockWatch:
        """Distrust from the start a clock that is far from what was done last: it was set, or lost its battery."""
        watch = ClockWatch(wall=time.time(), steady=_steady())
        with self._firm.engine.connect() as connection:
            done = get_account(connection, self.account).read_until
        if done is not None:
            watch.distrust_unless_near(done.astimezone(UTC).timestamp())
        return watch

    def _checkpoint(self) -> None:
        """Between two steps: note the progress, and stop if that was asked."""
        self.beat = time.monotonic()
        self._stop_asked.check()

    def _wait(self, seconds: float) -> bool:
        """Wait, for a new sign-in not longer than until somebody signs in; return whether to stop."""
        self.waiting_until = time.monotonic() + seconds
        if self.report is None or self.report.state is not AccountState.NEEDS_REAUTH:
            return self._stop_asked.wait(seconds)
        credentials = Credentials.of(self._firm.config)
        known = credentials.stamp()
        while (left := self.waiting_until - time.monotonic()) > 0 and credentials.stamp() == known:
            if self._stop_asked.wait(min(left, self._schedule.interval)):
                return True
        return self._stop_asked.is_asked


def _steady() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)
