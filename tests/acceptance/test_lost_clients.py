"""A client leaves: the farewell, and the contact at one month and at six, whatever is ticked in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.commitments import Status
from rules.settlement import Verb
from tests.worlds import World

LEAVING = (
    "Hola, Ana:\n\nOs comunico que damos de baja el contrato de mantenimiento a partir de junio. "
    "Gracias por estos años.\n\nUn saludo,\nPedro"
)


@pytest.fixture
def left(tmp_path: Path) -> World:
    """A client's goodbye of 4 May; the user closed the account cleanly and ticked the task."""
    world = World(tmp_path)
    world.cycle("2026-05-04 09:00")
    world.they_write(LEAVING, "2026-05-04 10:00", subject="Baja del mantenimiento")
    world.cycle("2026-05-04 12:00")
    (draft,) = world.draft_files()
    world.user_sends(draft, "2026-05-04 13:00")
    world.user_completes("Se va Pedro")
    world.cycle("2026-05-04 14:00")
    return world


def drafts_on(world: World, day: str) -> int:
    world.cycle(f"{day} 09:05")
    return len(world.draft_files())


def test_ticking_the_goodbye_is_not_the_end_of_the_matter(left: World) -> None:
    (farewell,) = left.owed()
    assert farewell.status is Status.OPEN
    assert [drafts_on(left, day) for day in ("2026-05-18", "2026-06-03", "2026-06-04")] == [0, 0, 1]
    (draft,) = left.draft_files()
    left.user_sends(draft, "2026-06-04 10:00")
    left.user_completes("Un mes sin Pedro")
    assert [drafts_on(left, day) for day in ("2026-06-05", "2026-11-03", "2026-11-04")] == [0, 0, 1]


def test_a_client_who_comes_back_is_recovered(left: World) -> None:
    left.they_write("Hola, Ana: ¿podríamos retomar el mantenimiento en otoño?", "2026-05-20 10:00")
    left.cycle("2026-05-20 12:00")
    assert [item.kind.value for item in left.owed(Status.FULFILLED)] == ["farewell"]
    left.cycles("2026-06-04 09:05", "2026-11-04 09:05")
    assert not any("rescue" in str(mail["X-Prometido"]) for mail in left.drafts())
    assert not any("Un mes sin" in task and "NEEDS-ACTION" in task for task in left.tasks())


def test_the_users_own_word_closes_it_for_good(left: World) -> None:
    (farewell,) = left.owed()
    left.say(farewell.id, Verb.DONE, "2026-05-05 09:00", cause="el precio")
    assert [drafts_on(left, day) for day in ("2026-06-04", "2026-11-04")] == [0, 0]
