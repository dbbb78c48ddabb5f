"""What a firm's days at Google cost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from daemon.cycle import Cycle
from tests.lives import PROMISE
from tests.servers.google_world import GoogleWorld
from tests.worlds import MADRID


def test_a_quiet_cycle_costs_one_request_of_two_units_for_the_mail(tmp_path: Path) -> None:
    world = GoogleWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")

    cycle = Cycle(firm=world.firm())
    for minute in (5, 6, 7):
        cycle.run(datetime(2026, 3, 12, 9, minute, tzinfo=MADRID))
    assert len(world.drafts()) == 1
    world.user.calls.clear()
    world.user.units = 0
    cycle.run(datetime(2026, 3, 12, 9, 8, tzinfo=MADRID))
    assert [call for call in world.user.calls if call.startswith("gmail")] == ["gmail.users.history.list"]
    assert world.user.units == 2
