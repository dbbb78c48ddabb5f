"""The machine is off for some weeks: what should have been asked meanwhile is asked later, and no less often."""

from __future__ import annotations

from pathlib import Path

from rules.commitments import Status
from tests.worlds import World

OFFER = "Buenos días, Pedro:\n\nLe adjunto el presupuesto de la cocina: 1.850 € más IVA.\n\nUn saludo,\nAna"


def sent_on(world: World, days: list[str]) -> list[str]:
    """Run a cycle each morning; the user sends every draft at once. Tell what was sent when."""
    found: list[str] = []
    for day in days:
        world.cycle(f"{day} 09:05")
        for path, mail in zip(world.draft_files(), world.drafts(), strict=True):
            found.append(f"{day} {str(mail['X-Prometido']).partition('/')[2]}")
            world.user_sends(path, f"{day} 09:30")
            world.cycle(f"{day} 09:45")
    return found


def test_three_weeks_off_put_a_series_of_nudges_off_and_cut_nothing_from_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.cycle("2026-01-12 09:05")
    world.we_write(OFFER, "2026-01-12 10:00", subject="Presupuesto de la cocina", attachments=("Presupuesto.pdf",))
    world.cycles("2026-01-12 10:30", "2026-01-13 09:05")  # and then nothing until the 3rd
    days = ["2026-02-03", "2026-02-04", "2026-02-09", "2026-02-10", "2026-02-11", "2026-02-16", "2026-02-17"]
    assert sent_on(world, days) == ["2026-02-03 nudge.1", "2026-02-10 nudge.2", "2026-02-17 nudge.3"]
    world.cycle("2026-02-23 09:05")
    assert world.only().status is Status.OPEN
    world.cycle("2026-02-24 10:05")
    assert world.only().status is Status.ARCHIVED


def test_a_quote_found_in_old_mail_was_never_ours_to_ask_after(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(OFFER, "2026-01-02 10:00", subject="Presupuesto de la cocina", attachments=("Presupuesto.pdf",))
    assert sent_on(world, ["2026-03-02", "2026-03-10"]) == []
    assert world.only().status is Status.ARCHIVED
