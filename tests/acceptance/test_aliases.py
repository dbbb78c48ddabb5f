"""Addresses that the provider says the user sends as are us, though the configuration does not name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from connectors.errors import Transient
from daemon.account import Account
from daemon.cycle import Cycle
from rules.signals import Party
from tests.worlds import MADRID, World

ALIAS = "Ana Ruiz <ana@otrodominio.example>"


class Provider:
    """Knows the aliases of a mailbox, and counts how often it is asked."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.asked = 0

    def aliases(self) -> Sequence[str]:
        self.asked += 1
        if not self.known:
            raise Transient("the addresses cannot be read")
        return self.known


def cycle(world: World, provider: Provider, when: str) -> None:
    def with_provider(account: Account) -> Account:
        return replace(account, alias_source=provider)

    now = datetime.fromisoformat(when).replace(tzinfo=MADRID)
    report = Cycle(firm=world.firm(), wrap=with_provider).run(now)
    assert report.accounts[0].reason == ""


def test_a_promise_written_from_an_alias_is_ours_and_kept_from_it(tmp_path: Path) -> None:
    world, provider = World(tmp_path), Provider("ana@estudio.example", "Ana@OtroDominio.example")
    world.we_write("Hola, Pedro: mañana le envío el presupuesto.\n\nAna", "2026-03-10 10:00", sender=ALIAS)
    cycle(world, provider, "2026-03-10 12:00")
    promise = world.only()
    assert promise.owes is Party.US
    assert promise.counterparty.address == "pedro@cliente.example"
    world.we_write(
        "Le adjunto el presupuesto.\n\nAna", "2026-03-11 10:00", sender=ALIAS, attachments=("presupuesto.pdf",)
    )
    cycle(world, provider, "2026-03-11 12:00")
    assert {item.status.value for item in world.owed() if item.id == promise.id} == {"fulfilled"}


def test_the_provider_is_asked_once_a_day_and_what_it_said_is_kept(tmp_path: Path) -> None:
    world, provider = World(tmp_path), Provider("ana@estudio.example", "ana@otrodominio.example")
    cycle(world, provider, "2026-03-10 09:00")
    cycle(world, provider, "2026-03-10 09:01")
    assert provider.asked == 1
    cycle(world, provider, "2026-03-11 09:01")
    assert provider.asked == 2
    assert "ana@otrodominio.example" in world.firm().us.addresses


def test_a_provider_that_cannot_tell_stops_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write("Hola, Pedro: mañana le envío el presupuesto.\n\nAna", "2026-03-10 10:00")
    cycle(world, Provider(), "2026-03-10 12:00")
    assert world.only().owes is Party.US


def test_a_promise_in_the_sent_folder_is_ours_though_nobody_knows_its_address(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write("Hola, Pedro: mañana le envío el presupuesto.\n\nAna", "2026-03-10 10:00", sender=ALIAS)
    world.cycle("2026-03-10 12:00")
    assert world.only().owes is Party.US
    assert world.only().counterparty.address == "pedro@cliente.example"
