"""What a firm's days at Microsoft cost, and what they leave there that nobody else has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from connectors.outlook.delayed import CATEGORY
from daemon.cycle import Cycle
from rules.commitments import Status
from tests.lives import PROMISE, Hands
from tests.servers.graph_world import GraphHands, GraphWorld
from tests.worlds import MADRID, World

QUOTE = (
    "Buenos días, Pedro:\n\nLe adjunto el presupuesto de la cocina. El total asciende a 4.850 € más IVA."
    "\n\nUn saludo,\nAna"
)
Life = Callable[[World, Hands], None]


def test_a_quiet_cycle_costs_one_request_for_each_folder(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    cycle = Cycle(firm=world.firm())
    for minute in (5, 6, 7):
        cycle.run(datetime(2026, 3, 12, 9, minute, tzinfo=MADRID))
    assert len(world.drafts()) == 1
    world.user.mail.begins_empty = world.user.calendar.begins_empty = False
    world.user.calls.clear()
    cycle.run(datetime(2026, 3, 12, 9, 8, tzinfo=MADRID))
    calls = Counter(world.user.calls)
    assert calls.pop("messages.delta") == 3
    assert calls.pop("calendarView.delta") == 1
    assert calls == {"calendar.events.get": 1}, "of the tasks only those that stand are looked at, together"
    world.user.calls.clear()
    world.cycle("2026-03-12 09:09")
    calls = Counter(world.user.calls)
    assert calls.pop("messages.delta") == 3, "a process that has just started costs the mail no more"
    assert calls == {"calendarView.delta": 1, "calendars.list": 1, "calendar.events.get": 1}


def test_a_quote_that_was_nudged_three_times_gets_the_category_until_they_come_back(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    hands = GraphHands(world)
    world.cycle("2026-03-02 09:00")
    world.we_write(QUOTE, "2026-03-02 10:00", attachments=("presupuesto.pdf",))
    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        world.cycle(f"{day} 09:05")
        hands.send_draft(f"{day} 10:00", "", "")
    world.cycles("2026-03-23 12:00", "2026-03-30 09:05", "2026-04-06 09:05", "2026-04-13 09:05")
    [quote] = world.owed(Status.ARCHIVED)
    [delayed] = [one for one in world.user.mail.messages.values() if CATEGORY in one["categories"]]
    assert delayed["internetMessageId"] == f"<{quote.message_id}>"
    world.they_write("Hola, Ana: perdona el silencio. Adelante con el presupuesto.", "2026-04-14 10:00")
    world.cycle("2026-04-14 12:00")
    assert world.owed(Status.ARCHIVED) == []
    assert not any(CATEGORY in one["categories"] for one in world.user.mail.messages.values())
    assert world.user.violations == []
