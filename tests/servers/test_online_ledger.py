"""The same lives, lived on this machine, at Google and at Microsoft, leave the same ledger, drafts and tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from daemon.cycle import Cycle
from tests.lives import ABOUT_TASKS, LIVES, MOMENT, PROMISE, Hands, outcome, survives
from tests.servers.breaking import Fault
from tests.servers.online import BOTH, Provider
from tests.worlds import World


@BOTH
@pytest.mark.parametrize(
    ("live", "lists"),
    [
        *(pytest.param(live, False, id=live.__name__) for live in LIVES),
        *(pytest.param(live, True, id=f"{live.__name__}-in-a-list-of-tasks") for live in ABOUT_TASKS),
    ],
)
def test_a_life_online_leaves_what_it_leaves_on_this_machine(
    provider: Provider, live: Callable[[World, Hands], None], lists: bool, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = World(tmp_path / "here"), provider.world(tmp_path / "there", lists=lists)
    live(here, Hands(here))
    live(there, provider.hands(there))
    assert outcome(there, provider.hands(there)) == outcome(here, Hands(here))
    assert there.user.violations == []
    assert there.renewals() <= 1, "a token that was kept serves the next cycle too"


def lived(provider: Provider, place: Path, *, lists: bool) -> Any:
    """Have a promise made in an answer, so that the draft is an answer too."""
    world = provider.world(place, lists=lists)
    first = world.they_write("Hola, Ana:\n\n¿Cuándo tendré el presupuesto?\n\nPedro", "2026-03-10 09:00")
    world.we_write(PROMISE, "2026-03-10 10:12", reply_to=first)
    return world


@BOTH
@pytest.mark.parametrize("executed", [False, True], ids=["before it is executed", "after it is executed"])
@pytest.mark.parametrize("lists", [False, True], ids=["calendar", "list"])
def test_whichever_request_of_a_cycle_is_lost_there_is_one_draft_and_one_task(
    provider: Provider, executed: bool, lists: bool, tmp_path: Path
) -> None:
    whole = lived(provider, tmp_path / "whole", lists=lists)
    unread = whole.unread()
    Cycle(firm=whole.firm(), wrap=provider.patient).run(MOMENT)
    assert len(whole.drafts()) == 1
    assert len(whole.user.requests) > 10
    for number, (_, path) in enumerate(whole.user.requests):
        if lists and not path.startswith(provider.lists):
            continue  # no other than with a calendar
        world = lived(provider, tmp_path / str(number), lists=lists)
        # The same request is lost again and again, so that what is tried again within a cycle fails too.
        survives(
            world,
            provider.patient,
            Fault(".", skip=number, times=1, lost=True, executed=executed),
            Fault(provider.makes, times=2, lost=True, executed=executed),
            Fault("PATCH ", times=6, lost=True, executed=executed),
        )
        assert world.unread() == unread, number
