"""Start the accounts' threads, listen to signals, and tell the service manager how it goes."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from config import Faults, NotFound
from daemon.firm import Firm
from daemon.isolation import tell_once
from daemon.ledger.accounts import AccountState
from daemon.ledger.errors import LedgerBusy, LedgerError, LedgerFull
from daemon.service.metrics import write_metrics
from daemon.service.signals import CYCLE, ENDS, NOTHING, Signals
from daemon.service.systemd import Notifier, watchdog_seconds
from daemon.service.worker import Worker
from daemon.stopping import Stop

if TYPE_CHECKING:
    from config import Config

_log = structlog.get_logger(__name__)
STUCK = 600.0
"""Seconds without progress after which a busy account counts as stuck, and the watchdog is left to bite.

Longer than any single time-out of a connector, so that a server that answers slowly does not kill the daemon.
"""
_TICK = 5.0
_AGAIN = 10.0
"""Seconds until a ledger that could not be used is tried again."""
_GRACE = 60.0
"""Seconds the step in hand may take after SIGTERM; systemd's ``TimeoutStopSec`` must be longer."""


def serve(load: Callable[[], Config]) -> None:
    """Run until SIGTERM or SIGINT. SIGHUP calls ``load`` again and keeps the old settings if the new are wrong.

    A ledger that another process works on, or that there is no room to write, will be free again: under a service
    manager that is waited for, because to end and be started again would count as a service that failed.
    Raises Faults or NotFound for a configuration that is wrong at the start, LedgerError for an unusable ledger.
    """
    notifier = Notifier()
    firm: Firm | None = None
    said = ""
    with Signals() as signals, signals.listening():
        while True:
            try:
                firm = firm or _open(load)
                notifier.ready("starting")
                firm = _serve_firm(firm, load, signals, notifier)
            except (LedgerBusy, LedgerFull) as error:
                if not notifier.is_heard:
                    raise
                if firm is not None:
                    firm.engine.dispose()  # what was opened while nothing could be written stays so for SQLite
                if str(error) != said:
                    said = str(error)
                    _log.warning("waiting for the ledger", reason=said)
                notifier.ready(f"waiting: {said}")
                match _waited(signals, notifier):
                    case signal.SIGTERM | signal.SIGINT:
                        notifier.stopping()
                        return
                    case signal.SIGHUP:
                        firm = firm and (_reload(load) or firm)
            else:
                if firm is None:
                    return
                # The rules before refer to themselves in circles, for which Python looks seldom: see daemon.cli.app.
                gc.collect()


def _waited(signals: Signals, notifier: Notifier) -> int:
    """Wait before the ledger is tried again, no longer than until a signal; return that."""
    until = time.monotonic() + _AGAIN
    while (left := until - time.monotonic()) > 0:
        notifier.alive()
        if (happened := signals.get(min(left, _patience()))) not in {NOTHING, CYCLE}:
            return happened
    return NOTHING


def _open(load: Callable[[], Config]) -> Firm:
    """Open everything that can be wrong, so that it is told before anything runs."""
    firm = Firm.open(load(), check=True)
    _ = firm.terms, firm.detector, firm.writer
    return firm


def _serve_firm(firm: Firm, load: Callable[[], Config], signals: Signals, notifier: Notifier) -> Firm | None:
    """Serve one set of settings; return the next one after a reload, or None to end."""
    following: Firm | None = None
    kept = ""
    with Stop() as stop, firm.working():
        workers = [
            Worker(firm, account.name, stop, lambda _worker: signals.put(CYCLE)) for account in firm.config.accounts
        ]
        for worker in workers:
            worker.start()
        notifier.ready(_words(workers))
        while not stop.is_asked:
            match signals.get(_patience()):
                case signal.SIGTERM | signal.SIGINT:
                    notifier.stopping()
                    stop.ask()
                case signal.SIGHUP:
                    notifier.reloading()
                    following = _reload(load)
                    kept = "" if following else "; the new configuration is wrong, the old one is kept"
                    notifier.ready(_words(workers) + kept)
                    if following is not None:
                        stop.ask()
                case happened:
                    _look_after(workers, notifier, kept)
                    if happened == CYCLE:
                        _count(firm)
        if not _join(workers, signals, notifier, reloading=following is not None):
            following = None
    failed = next((worker.failure for worker in workers if worker.failure), None)
    if failed is not None:
        raise failed
    firm.engine.dispose()
    return following


def _look_after(workers: list[Worker], notifier: Notifier, kept: str) -> None:
    """Tell how it goes; keep the watchdog quiet only while every account makes progress."""
    failed = next((worker.failure for worker in workers if worker.failure), None)
    if failed is not None:
        raise failed
    now = time.monotonic()
    stuck = [worker.account for worker in workers if now > max(worker.beat, worker.waiting_until) + STUCK]
    if not stuck:
        notifier.alive()
    notifier.status(_words(workers) + kept if not stuck else f"no progress in {', '.join(stuck)}")


def _count(firm: Firm) -> None:
    """Write the metrics, where they are wanted; where they cannot be written, that is said once."""
    if firm.config.metrics is not None:
        try:
            write_metrics(firm, firm.config.metrics)
        except OSError as error:
            tell_once("metrics", error.strerror or type(error).__name__, str(firm.config.metrics))


def _patience() -> float:
    """Seconds to wait before the manager is given a sign of life."""
    seconds = watchdog_seconds()
    return min(_TICK, seconds / 3) if seconds else _TICK


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


def _join(workers: list[Worker], signals: Signals, notifier: Notifier, *, reloading: bool) -> bool:
    """Wait for the steps in hand; return whether to go on with the settings that were read again.

    A stop asked for while reloading is a first one. A second one, or too long a step, ends the process at once.
    """
    until = time.monotonic() + (STUCK if reloading else _GRACE)
    again = False
    while any(worker.is_alive() for worker in workers):
        happened = signals.get(0.1)
        again = again or happened == signal.SIGHUP
        asked = happened in ENDS
        if asked and reloading:
            notifier.stopping()
            reloading, until = False, time.monotonic() + _GRACE
        elif asked or time.monotonic() > until:
            os._exit(1)  # every effect has its intent in the ledger: the next start looks up what was cut off
    if again:
        signals.put(signal.SIGHUP)  # the settings may have changed again since they were read
    return reloading


def _words(workers: list[Worker]) -> str:
    """One line for ``systemctl status``."""
    told = [worker.report for worker in workers if worker.report is not None]
    well = sum(report.state is AccountState.OK for report in told)
    words = f"{well} of {len(workers)} accounts ok"
    words += "".join(f"; {worker.account}: {worker.trouble[:120]}" for worker in workers if worker.trouble)
    words += "".join(f"; {worker.account}: the clock was set, nothing is left" for worker in workers if worker.is_held)
    for report in told:
        if report.state is not AccountState.OK:
            words += f"; {report.name}: {report.state.value} ({report.reason[:80]})"
    return words
