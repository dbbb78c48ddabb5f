"""What is said to the service manager, through a real socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daemon.service.systemd import Notifier, watchdog_seconds

Heard = Callable[[], list[str]]


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        yield listening


def _heard(manager: socket.socket) -> list[str]:
    said = []
    while True:
        try:
            said.append(manager.recv(4096).decode())
        except BlockingIOError:
            return said


def test_every_state_is_said_in_the_words_of_the_protocol(manager: socket.socket) -> None:
    notifier = Notifier(manager.getsockname())
    notifier.ready("1 of 1 accounts ok")
    notifier.reloading()
    notifier.alive()
    notifier.stopping()
    assert _heard(manager) == [
        "READY=1\nSTATUS=1 of 1 accounts ok",
        "RELOADING=1\nSTATUS=reading the configuration again",
        "WATCHDOG=1",
        "STOPPING=1\nSTATUS=finishing the step in hand",
    ]


def test_words_are_one_line_so_that_none_of_them_is_taken_for_another_state(manager: socket.socket) -> None:
    notifier = Notifier(manager.getsockname())
    notifier.ready("Papeles\nMAINPID=1 is missing")
    notifier.status("Papeles\r\nSTOPPING=1 is missing")
    assert _heard(manager) == ["READY=1\nSTATUS=Papeles MAINPID=1 is missing", "STATUS=Papeles STOPPING=1 is missing"]


def test_the_same_words_are_said_once(manager: socket.socket) -> None:
    notifier = Notifier(manager.getsockname())
    for words in ("fine", "fine", "not fine", "fine"):
        notifier.status(words)
    assert _heard(manager) == ["STATUS=fine", "STATUS=not fine", "STATUS=fine"]


def test_the_socket_is_the_one_the_manager_names(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", manager.getsockname())
    Notifier().alive()
    assert _heard(manager) == ["WATCHDOG=1"]


def test_an_address_in_the_abstract_namespace_works() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0prometido-test-{os.getpid()}")
        Notifier(f"@prometido-test-{os.getpid()}").alive()
        assert listening.recv(100) == b"WATCHDOG=1"


def test_a_manager_that_is_gone_or_never_was_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Notifier(str(tmp_path / "nobody")).ready("fine")
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    Notifier().ready("fine")


@pytest.mark.parametrize(
    ("told", "pid", "seconds"),
    [
        ("300000000", "", 300.0),
        ("300000000", "ours", 300.0),
        ("300000000", "1", None),
        ("0", "", None),
        ("", "", None),
        ("soon", "", None),
    ],
)
def test_the_watchdog_is_believed_where_it_watches_us(
    monkeypatch: pytest.MonkeyPatch, told: str, pid: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", told)
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if pid == "ours" else pid)
    assert watchdog_seconds() == seconds
