"""Firms on this machine whose next cycle has much to do, and what must be the same however that cycle ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from daemon.cycle import CycleReport
from daemon.firm import Firm
from daemon.ledger import schema
from daemon.show.records import commitment_record
from rules.settlement import Verb
from tests.worlds import MADRID, World

SIGNED = "\n\nUn abrazo,\nAna"
LUIS = "Luis Gil <luis@otro.example>"
EVA = "Eva Sanz <eva@tercero.example>"
IVO = "Ivo Roig <ivo@cuarto.example>"
RANDOM = {
    "actions": {"ref"},  # holds the file name of a draft
    "accounts": {"mail_cursor", "calendar_cursor"},  # hold inodes and times of folders
    "unacted": {"stamp"},
    "commitments": {"wake_at"},  # when to look again, which is sooner while a step is being done
}
"""Columns that differ between two firms to which the same has happened."""
NOTED = "concluded"
"""Row of ``meta`` that differs too: when something was last concluded, which a crash has happen once more or less."""
_READ_ONCE: dict[str, Any] = {}


@dataclass(frozen=True)
class Story:
    """A firm's past, and the moment of the cycle that is disturbed."""

    tell: Callable[[World], None]
    now: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.now).replace(tzinfo=MADRID)


def quick(firm: Firm) -> Firm:
    """Give a firm the rules read before: they are the same in all of these tests, and take half a second to read."""
    if not _READ_ONCE:
        _READ_ONCE.update(detector=firm.detector, playbooks=firm.playbooks, writer=firm.writer)
    firm.__dict__.update(_READ_ONCE)
    return firm


def cycle(world: World, now: datetime) -> CycleReport:
    """Run one cycle to its end, in a firm opened anew."""
    firm = quick(world.firm())
    try:
        return firm.cycle(now)
    finally:
        firm.engine.dispose()


def first_morning(world: World) -> None:
    """Two promises to one person and one to another are late, a question waits, and nothing was ever read."""
    world.we_write(f"Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina.{SIGNED}", "2026-03-10 10:12")
    world.we_write(f"Hola, Pedro:\n\nMañana te envío las fotos.{SIGNED}", "2026-03-10 11:12", subject="Fotos")
    world.we_write(f"Hola, Luis:\n\nMañana te mando el contrato.{SIGNED}", "2026-03-10 12:12", to=LUIS, subject="Obra")
    world.they_write(
        "Buenos días:\n\n¿Qué precio tiene reformar un baño?\n\nEva", "2026-03-10 17:00", sender=EVA, subject="Baño"
    )


def much_is_settled(world: World) -> None:
    """Of what was left, some is kept, some renewed, some sent, some deleted and some ticked since the last cycle."""
    first = world.we_write(f"Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina.{SIGNED}", "2026-03-10 10:12")
    world.we_write(f"Hola, Pedro:\n\nMañana te envío las fotos.{SIGNED}", "2026-03-10 11:12", subject="Fotos")
    world.we_write(f"Hola, Luis:\n\nMañana te mando el contrato.{SIGNED}", "2026-03-10 12:12", to=LUIS, subject="Obra")
    world.we_write(f"Hola, Eva:\n\nMañana te mando el plano.{SIGNED}", "2026-03-10 12:30", to=EVA, subject="Plano")
    ivo = world.we_write(
        f"Hola, Ivo:\n\nEl viernes te mando el acta.{SIGNED}", "2026-03-10 12:40", to=IVO, subject="Acta"
    )
    quick_cycles(world, "2026-03-10 13:00", "2026-03-12 09:05")
    drafts = {str(mail["To"]): path for mail, path in zip(world.drafts(), world.draft_files(), strict=True)}
    # One of two matters of one draft is kept: the draft is taken back and what remains is written anew.
    world.we_write(
        f"Hola, Pedro:\n\nTe adjunto el presupuesto.{SIGNED}",
        "2026-03-12 11:00",
        reply_to=first,
        attachments=("Presupuesto.pdf",),
    )
    drafts[LUIS].unlink()
    world.user_sends(drafts[EVA], "2026-03-12 11:10")
    world.we_write(
        f"Hola, Ivo:\n\nSigo con el acta, te la mando el martes.{SIGNED}", "2026-03-12 11:20", to=IVO,
        subject="Re: Acta", reply_to=ivo,
    )  # fmt: skip
    [task] = [path for path in (world.place / "Calendar").glob("*.ics") if "Luis" in path.read_text("utf-8")]
    task.write_text(task.read_text("utf-8").replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"), "utf-8")


def all_is_kept(world: World) -> None:
    """What was promised is done, or need not be done: a draft and two tasks are to be taken back."""
    first = world.we_write(f"Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina.{SIGNED}", "2026-03-10 10:12")
    world.we_write(f"Hola, Luis:\n\nMañana te mando el contrato.{SIGNED}", "2026-03-10 12:12", to=LUIS, subject="Obra")
    quick_cycles(world, "2026-03-10 13:00", "2026-03-12 09:05")
    firm = quick(world.firm())
    [luis] = [item for item in world.owed() if "luis" in item.counterparty.address]
    firm.say(luis.id, Verb.DISMISS, now=datetime(2026, 3, 12, 10, tzinfo=MADRID))
    firm.engine.dispose()
    world.we_write(
        f"Hola, Pedro:\n\nTe adjunto el presupuesto.{SIGNED}",
        "2026-03-12 11:00",
        reply_to=first,
        attachments=("Presupuesto.pdf",),
    )


def they_have_answered(world: World) -> None:
    """What they owed has come: the draft that asks for it is to be taken back."""
    first = world.we_write(
        "Buenos días, Pedro:\n\n¿Me puede enviar el DNI? Lo necesito para el notario.\n\nUn saludo,\nAna",
        "2026-03-03 10:12",
    )
    quick_cycles(world, "2026-03-03 11:00", "2026-03-09 09:05", "2026-03-10 09:05")
    assert len(world.draft_files()) == 1
    world.they_write(
        "Hola, Ana:\n\nAquí lo tiene.\n\nPedro", "2026-03-10 11:00", reply_to=first, attachments=("DNI.pdf",)
    )


def quick_cycles(world: World, *moments: str) -> None:
    for moment in moments:
        assert cycle(world, datetime.fromisoformat(moment).replace(tzinfo=MADRID)).ok


STORIES = {
    "first morning": Story(first_morning, "2026-03-12 09:05"),
    "much is settled": Story(much_is_settled, "2026-03-12 12:05"),
    "all is kept": Story(all_is_kept, "2026-03-12 12:05"),
    "they have answered": Story(they_have_answered, "2026-03-10 12:05"),
}


def ending(world: World) -> dict[str, Any]:
    """Tell everything that must be the same: the ledger whole, as listed, and what lies outside word for word."""
    firm = quick(world.firm())
    try:
        ledger = rows_of(firm)
        listed = [
            commitment_record(
                item, [replace(step, ref=None if step.ref is None else "somewhere") for step in steps], MADRID
            )
            for item, steps in firm.commitments(everything=True, status=None, now=datetime(2026, 4, 1, tzinfo=MADRID))
        ]
    finally:
        firm.engine.dispose()
    return {
        "listed": listed,
        "drafts": sorted(path.read_bytes() for path in world.draft_files()),
        "tasks": sorted(_without_stamps(path.read_bytes()) for path in (world.place / "Calendar").glob("*.ics")),
        "mail": sorted(
            path.name
            for folder in ("INBOX", "Sent")
            for part in ("cur", "new")
            for path in (world.place / "Mail" / folder / part).iterdir()
        ),
        "ledger": ledger,
    }


def rows_of(firm: Firm) -> dict[str, list[str]]:
    """Give every row of the ledger, but for what differs by chance."""
    with firm.engine.connect() as connection:
        return {
            table.name: sorted(
                repr({name: _plain(row[name]) for name in row if name not in RANDOM.get(table.name, ())})
                for row in connection.execute(select(table)).mappings()
                if row.get("key") != NOTED
            )
            for table in schema.metadata.sorted_tables
        }


def _plain(value: Any) -> Any:
    """Give JSON with its lists sorted: sets are written in the order of the day."""
    if isinstance(value, str) and value.startswith("{"):
        return _sorted(json.loads(value))
    return value


def _sorted(value: Any) -> Any:
    match value:
        case dict():
            return {key: _sorted(value[key]) for key in sorted(value)}
        case list():
            return sorted((_sorted(item) for item in value), key=repr)
    return value


def differences(one: dict[str, Any], other: dict[str, Any], where: str = "") -> list[str]:
    """Tell two endings apart, in words a failing test can show."""
    found: list[str] = []
    for key, value in one.items():
        there = other[key]
        if isinstance(value, dict):
            found += differences(value, there, f"{where}{key}: ")
        else:
            found += [f"{where}{key}: undisturbed {row!r}" for row in value if row not in there]
            found += [f"{where}{key}: disturbed {row!r}" for row in there if row not in value]
            found += [f"{where}{key}: {len(value)} and {len(there)}"] if len(value) != len(there) else []
    return found


def litter(world: World) -> list[str]:
    """Name what no program would be expected to leave, unfinished files apart."""
    places = [(world.place / "Mail" / "Drafts" / "new", ()), (world.place / "Calendar", (".ics", ".tmp"))]
    found = [path.name for place, known in places for path in place.iterdir() if path.suffix not in known]
    return found + [path.name for path in world.place.iterdir() if path.name.endswith(("-journal", ".tmp"))]


def _without_stamps(raw: bytes) -> bytes:
    """Leave out how often a task was written: writing it once more, with the same words, is no difference."""
    return re.sub(rb"SEQUENCE:\d+\r\n", b"", raw)
