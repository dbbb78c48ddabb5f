"""A fault of our own stops what it concerns and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from connectors.errors import Transient
from daemon.isolation import set_apart, tell_once
from daemon.ledger.accounts import AccountState
from daemon.ledger.errors import LedgerFull
from daemon.stopping import Stopped
from tests.worlds import World

PROMISE = "Buenos días:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


def test_it_is_said_once_by_kind_and_place_and_never_by_content() -> None:
    tell_once.cache_clear()
    with capture_logs() as said:
        for _ in range(3):
            with set_apart("conversation"):
                raise KeyError("pedro@cliente.example")
    (line,) = said
    assert (line["event"], line["what"], line["fault"]) == ("set aside", "conversation", "KeyError")
    assert line["place"].startswith("test_isolation.py:")
    assert "pedro" not in str(line)


@pytest.mark.parametrize("decision", [Transient("later"), LedgerFull("no room"), Stopped(), PermissionError()])
def test_what_others_decide_about_passes_through(decision: Exception) -> None:
    with pytest.raises(type(decision)), set_apart("conversation"):
        raise decision


def test_one_conversation_that_cannot_be_concluded_does_not_keep_back_the_others(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12", to="Eva <eva@uno.example>", subject="Uno")
    world.we_write(PROMISE, "2026-03-10 10:12", to="Luis <luis@dos.example>", subject="Dos")
    world.cycle("2026-03-10 10:30")
    firm = world.firm()
    with firm.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE messages SET trace = '{' WHERE trace LIKE '%uno.example%'")
        connection.exec_driver_sql("INSERT OR IGNORE INTO unsettled VALUES ('uno.example')")
    firm.engine.dispose()
    report = world.cycle("2026-03-12 09:05")
    assert report.accounts[0].state is AccountState.OK
    assert [draft["To"].addresses[0].domain for draft in world.drafts()] == ["dos.example"]
