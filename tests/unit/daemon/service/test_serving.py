"""The daemon within this process: what it lets go of."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import config
from config import Config
from daemon.service import serve
from tests.worlds import World

PATIENCE = 120.0


@pytest.fixture
def _nothing_collected() -> Iterator[None]:
    """Have no garbage looked for unless that is asked."""
    gc.disable()
    yield
    gc.enable()


def _happens(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


@pytest.mark.usefixtures("_nothing_collected")
def test_a_reload_lets_go_of_the_settings_and_rules_before(tmp_path: Path) -> None:
    world = World(tmp_path)
    loaded: list[weakref.ref[Config]] = []
    let_go: list[bool] = []

    def load() -> Config:
        settings = config.load(world.config)
        loaded.append(weakref.ref(settings))
        return settings

    def reload_once() -> None:
        _happens(lambda: len(loaded) == 1)
        os.kill(os.getpid(), signal.SIGHUP)
        let_go.append(_happens(lambda: len(loaded) == 2 and loaded[0]() is None))
        os.kill(os.getpid(), signal.SIGTERM)

    user = threading.Thread(target=reload_once)
    user.start()
    serve(load)
    user.join(PATIENCE)
    assert let_go == [True]
