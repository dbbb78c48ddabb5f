"""A quote that nobody answers: three nudges, then "retrasados", where the user sees it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.commitments import Status
from tests.worlds import World

QUOTE = (
    "Buenos días, Pedro:\n\nLe adjunto el presupuesto de la cocina. El total asciende a 4.850 € más IVA."
    "\n\nUn saludo,\nAna"
)


@pytest.fixture
def archived(tmp_path: Path) -> World:
    """A quote of 2 March, nudged three times by the user with our drafts, and archived."""
    world = World(tmp_path)
    world.cycle("2026-03-02 09:00")
    world.we_write(QUOTE, "2026-03-02 10:00", attachments=("presupuesto.pdf",))
    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        world.cycle(f"{day} 09:05")
        (draft,) = world.draft_files()
        world.user_sends(draft, f"{day} 10:00")
    world.cycles("2026-03-23 12:00", "2026-03-30 09:05", "2026-04-06 09:05", "2026-04-13 09:05")
    return world


def delayed(world: World) -> list[str]:
    folder = world.place / "Mail" / "Retrasados" / "cur"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_after_the_third_nudge_the_quote_rests_among_the_delayed(archived: World) -> None:
    before = {path.name for path in (archived.place / "Mail" / "Sent" / "cur").iterdir()}
    (quote,) = archived.owed(Status.ARCHIVED)
    assert quote.kind == "quote"
    assert len(delayed(archived)) == 1
    assert set(delayed(archived)) < before
    archived.cycle("2026-04-14 09:05")
    assert len(delayed(archived)) == 1
    assert archived.draft_files() == []


def test_it_is_taken_from_there_when_they_come_back(archived: World) -> None:
    archived.they_write("Hola, Ana: perdona el silencio. Adelante con el presupuesto.", "2026-04-14 10:00")
    archived.cycle("2026-04-14 12:00")
    assert archived.owed(Status.ARCHIVED) == []
    assert delayed(archived) == []


def test_it_is_taken_from_there_when_the_user_wants_every_mark_gone(archived: World) -> None:
    assert archived.firm().withdraw() == 1
    assert delayed(archived) == []


def test_it_is_taken_from_there_when_the_person_is_erased(archived: World) -> None:
    archived.firm().forget("pedro@cliente.example")
    assert delayed(archived) == []


def test_old_quotes_found_by_the_first_read_are_left_where_they_are(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(QUOTE, "2026-03-02 10:00", attachments=("presupuesto.pdf",))
    world.cycles("2026-05-20 09:05", "2026-05-21 09:05")
    assert [item.status for item in world.owed()] == [Status.ARCHIVED]
    assert delayed(world) == []
