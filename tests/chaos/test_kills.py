"""The real command killed, or told that the disk is full or broken, at every system call that changes a disk."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.chaos.firms import STORIES, Story, cycle, differences, ending, litter
from tests.chaos.tracing import Call, Zygote
from tests.worlds import World

THOROUGH = bool(os.environ.get("CHAOS"))
AT_MOST = 8
"""Calls a story is disturbed at where not all of them are: those of the outbox, evenly chosen."""
ERRORS = ("ENOSPC", "EIO", "EACCES")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture(scope="module")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    folder = tmp_path_factory.mktemp("zygote")
    (folder / "warm").mkdir()
    world = World(folder / "warm")
    STORIES["first morning"].tell(world)
    zygote = Zygote(folder, world.config)
    yield zygote
    zygote.stop()


class Stage:
    """A story told once, and played again from the same beginning."""

    def __init__(self, place: Path, story: Story, zygote: Zygote) -> None:
        self.story = story
        self._told, self._live = place / "told", place / "live"
        self._told.mkdir()
        story.tell(World(self._told))
        self.arguments = ("once", "--now", story.now, "--config", str(self._live / "prometido.yaml"))
        world = self.begin()
        calls = zygote.calls(self._live, *self.arguments)
        cycle(world, story.moment)
        self.ending = ending(world)
        self.calls = calls if THOROUGH else _chosen(calls)

    def begin(self) -> World:
        shutil.rmtree(self._live, ignore_errors=True)
        shutil.copytree(self._told, self._live)
        return World(self._live)

    def ends_as_ever(self, world: World) -> None:
        """Run once more, which heals everything, and once more, which does nothing."""
        assert cycle(world, self.story.moment).ok
        healed = ending(world)
        assert differences(self.ending, healed) == []
        [account] = cycle(world, self.story.moment).accounts
        assert (account.acted.drafts, account.acted.tasks, account.acted.tidied, account.user_acts) == (0, 0, 0, 0)
        assert differences(healed, ending(world)) == []
        assert litter(world) == []


def _chosen(calls: list[Call]) -> list[Call]:
    outbox = [call for call in calls if "/Drafts/" in call.text or "/Calendar" in call.text or call.name == "fdatasync"]
    every = max(1, -(-len(outbox) // AT_MOST))
    return outbox[::every]


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_run_killed_anywhere_is_taken_up_where_it_was_cut_off(name: str, tmp_path: Path, zygote: Zygote) -> None:
    stage = Stage(tmp_path, STORIES[name], zygote)
    for call in stage.calls:
        world = stage.begin()
        assert zygote.disturbed(call, "signal=SIGKILL", *stage.arguments).code == -9, call
        stage.ends_as_ever(world)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("error", ERRORS)
def test_a_disk_that_refuses_is_told_in_one_line_and_nothing_is_lost(
    error: str, tmp_path: Path, zygote: Zygote
) -> None:
    stage = Stage(tmp_path, STORIES["first morning"], zygote)
    for call in stage.calls if THOROUGH else stage.calls[1::3]:
        for lasting in (False, True):
            world = stage.begin()
            end = zygote.disturbed(call, f"error={error}", *stage.arguments, lasting=lasting)
            assert end.code in {0, 1}, (call, end)
            assert "Traceback" not in end.said, (call, end)
            assert "should not happen" not in end.said, (call, end)
            stage.ends_as_ever(world)
