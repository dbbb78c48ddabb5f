"""A stop is seen at once by whoever waits; a second one does not wait for anybody."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from daemon.service.signals import CYCLE, NOTHING, Signals
from daemon.stopping import Stop, Stopped

ROOT = Path(__file__).parents[4]
STUCK = """
import signal, threading
from daemon.service.serving import _join
from daemon.service.signals import Signals
from daemon.service.systemd import Notifier
stuck = threading.Thread(target=threading.Event().wait, daemon=True)
stuck.start()
signals = Signals()
signals.put(signal.SIGTERM)
print(_join([stuck], signals, Notifier(""), reloading={reloading}))
"""


def test_whoever_waits_or_is_about_to_is_told_at_once() -> None:
    with Stop() as stop:
        waiting = threading.Thread(target=stop.wait, args=(3600,))
        waiting.start()
        stop.ask()
        waiting.join(60)
        assert not waiting.is_alive()
        assert stop.wait(3600)
        with pytest.raises(Stopped):
            stop.check()


def test_a_wait_nobody_ends_ends_by_itself() -> None:
    with Stop() as stop:
        assert not stop.wait(0.01)
        stop.check()


def test_what_happens_comes_in_order_and_nothing_is_nothing() -> None:
    with Signals() as signals:
        assert signals.get(0) == NOTHING
        signals.put(CYCLE)
        signals.put(signal.SIGHUP)
        assert [signals.get(60), signals.get(60), signals.get(0)] == [CYCLE, signal.SIGHUP, NOTHING]


def test_a_signal_ends_the_wait_for_one() -> None:
    before = signal.getsignal(signal.SIGHUP)
    with Signals() as signals, signals.listening():
        signal.raise_signal(signal.SIGHUP)
        assert signals.get(60) == signal.SIGHUP
    assert signal.getsignal(signal.SIGHUP) is before


def test_a_second_stop_leaves_at_once_though_a_step_never_ends() -> None:
    code = STUCK.format(reloading=False)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_a_stop_while_reloading_is_a_first_one() -> None:
    code = STUCK.format(reloading=True).replace("threading.Event().wait, daemon=True", "Signals().get, args=(3,)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, b"False\n")
