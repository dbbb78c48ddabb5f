"""Start the accounts' threads, listen to signals, and tell the service manager how it goes."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import structlog

from config import Faults, NotFound
from daemon.firm import Firm
from daemon.ledger.accounts import AccountState
from daemon.ledger.errors import LedgerError
from daemon.service.metrics import write_metrics
from daemon.service.systemd import Notifier, watchdog_seconds
from daemon.service.worker import Worker
from daemon.stopping import Stop

if TYPE_CHECKING:
    from types import FrameType

    from config import Config

_log = structlog.get_logger(__name__)
STUCK = 600.0
"""Seconds without progress after which a busy account counts as stuck, and the watchdog is left to bite.

Longer than any single time-out of a connector, so that a server that answers slowly does not kill the daemon.
"""
_TICK = 5.0
_GRACE = 60.0  # seconds the step in hand may take after SIGTERM


def serve(load: Callable[[], Config]) -> None:
    """Run until SIGTERM or SIGINT. SIGHUP calls ``load`` again and keeps the old settings if the new are wrong.

    Raises Faults or NotFound for a configuration that is wrong at the start, LedgerError for an unusable ledger.
    """
    notifier = Notifier()
    signals: SimpleQueue[int] = SimpleQueue()
    with _listening(signals):
        firm: Firm | None = _open(load)
        notifier.ready("starting")
        while firm is not None:
            firm = _serve_firm(firm, load, signals, notifier)


def _open(load: Callable[[], Config]) -> Firm:
    """Open everything that can be wrong, so that it is told before anything runs."""
    firm = Firm.open(load(), check=True)
    _ = firm.terms, firm.detector, firm.writer
    return firm


def _serve_firm(firm: Firm, load: Callable[[], Config], signals: SimpleQueue[int], notifier: Notifier) -> Firm | None:
    """Serve one set of settings; return the next one after a reload, or None to end."""
    stop = Stop()
    following: Firm | None = None
    with firm.working():
        workers = [Worker(firm, account.name, stop, lambda _worker: signals.put(0)) for account in firm.config.accounts]
        for worker in workers:
            worker.start()
        notifier.ready(_words(workers))
        while not stop.is_asked:
            match _next(signals):
                case signal.SIGTERM | signal.SIGINT:
                    notifier.stopping()
                    stop.ask()
                case signal.SIGHUP:
                    notifier.reloading()
                    following = _reload(load)
                    notifier.ready(_words(workers))
                    if following is not None:
                        stop.ask()
                case _:
                    _look_after(firm, workers, notifier)
        _join(workers, signals)
    failed = next((worker.failure for worker in workers if worker.failure), None)
    if failed is not None:
        raise failed
    firm.engine.dispose()
    return following


def _look_after(firm: Firm, workers: list[Worker], notifier: Notifier) -> None:
    """Tell how it goes; keep the watchdog quiet only while every account makes progress."""
    failed = next((worker.failure for worker in workers if worker.failure), None)
    if failed is not None:
        raise failed
    now = time.monotonic()
    stuck = [worker.account for worker in workers if now > max(worker.beat, worker.waiting_until) + STUCK]
    if not stuck:
        notifier.alive()
    notifier.status(_words(workers) if not stuck else f"no progress in {', '.join(stuck)}")
    if firm.config.metrics is not None:
        write_metrics(firm, firm.config.metrics)


def _next(signals: SimpleQueue[int]) -> int:
    """The next signal; 0 when a cycle has ended, or nothing has for a while."""
    seconds = watchdog_seconds()
    try:
        return signals.get(timeout=min(_TICK, seconds / 3) if seconds else _TICK)
    except Empty:
        return 0


def _reload(load: Callable[[], Config]) -> Firm | None:
    """Read configuration and rules again. What is wrong is logged, and the old set stays."""
    try:
        firm = _open(load)
    except Faults as error:
        for fault in error.faults:
            _log.error("configuration kept as it was", fault=str(fault))
    except (NotFound, LedgerError, OSError) as error:
        _log.error("configuration kept as it was", fault=str(error))
    else:
        _log.info("configuration read again")
        return firm
    return None


def _join(workers: list[Worker], signals: SimpleQueue[int]) -> None:
    """Wait for the steps in hand; a second signal, or too long a step, ends the process at once."""
    until = time.monotonic() + _GRACE
    for worker in workers:
        while worker.is_alive():
            worker.join(0.1)
            again = not signals.empty() and signals.get() in {signal.SIGTERM, signal.SIGINT}
            if again or time.monotonic() > until:
                os._exit(
                    1
                )  # every effect has its intent in the ledger: what was cut off is looked up at the next start


def _words(workers: list[Worker]) -> str:
    """One line for ``systemctl status``."""
    told = [worker.report for worker in workers if worker.report is not None]
    well = sum(report.state is AccountState.OK for report in told)
    words = f"{well} of {len(workers)} accounts ok"
    for report in told:
        if report.state is not AccountState.OK:
            words += f"; {report.name}: {report.state.value} ({report.reason[:80]})"
    return words


@contextlib.contextmanager
def _listening(signals: SimpleQueue[int]) -> Iterator[None]:
    """Queue the signals the daemon knows; SimpleQueue.put is reentrant, so a handler may call it."""

    def note(number: int, _frame: FrameType | None) -> None:
        signals.put(number)

    known = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
