"""What the user says caused it, or made them leave, from his word on the command line to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from daemon.cli.app import run
from tests.worlds import CONFIG, World

UNHAPPY = {
    "es": "Estoy muy descontento con el acabado: la encimera está rayada y nadie me ha dado una solución.",
    "en": "I am very unhappy with the finish: the worktop arrived scratched and nobody has offered me a solution.",
}
LEAVING = {
    "es": "Os comunico que damos de baja el contrato de mantenimiento a partir de junio.",
    "en": "We have decided to leave you and move our maintenance contract to another company from June.",
}
ANSWER = {
    "es": "Sentimos mucho lo de la encimera, y la cambiamos sin coste.",
    "en": "We are very sorry about the worktop, and we are replacing it free of charge.",
}
CAUSE = {"es": ("El transporte.", "transporte", "precio"), "en": ("The transport.", "transport", "price")}
TITLE = {"es": "Causas", "en": "Causes"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_causes_are_counted_and_a_cause_that_was_told_is_not_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    world = World(tmp_path, CONFIG.replace("language: es", f"language: {language}"))

    def ask(*words: str, when: str) -> str:
        assert run([*words, "--config", str(world.config), "--now", when]) == 0
        return capsys.readouterr().out

    def commitment(person: str) -> str:
        [found] = [item for item in world.owed() if item.counterparty.address == f"{person}@cliente.example"]
        return found.id

    world.cycle("2026-05-04 09:00")
    for person in ("pedro", "luis"):
        who = f"{person.title()} <{person}@cliente.example>"
        first = world.they_write(UNHAPPY[language], "2026-05-04 10:00", sender=who, subject=f"Obra de {person}")
        world.we_write(ANSWER[language], "2026-05-04 12:00", to=who, subject=f"Re: Obra de {person}", reply_to=first)
    eva = "Eva Gil <eva@cliente.example>"
    world.they_write(LEAVING[language], "2026-05-04 10:00", sender=eva, subject="Mantenimiento")
    world.cycle("2026-05-04 13:00")
    capsys.readouterr()
    first, again, lost = CAUSE[language]
    ask("done", commitment("pedro"), "--cause", first, when="2026-05-05T09:00")
    world.cycle("2026-05-11 09:05")
    (asked,) = [task for task in world.tasks() if "/cause" in task]
    assert "Luis" in asked
    assert f"prometido done {commitment('luis')} --cause" in asked.replace("\n ", "")
    capsys.readouterr()
    ask("done", commitment("luis"), "--cause", again, when="2026-05-11T10:00")
    ask("done", commitment("eva"), "--cause", lost, when="2026-05-11T10:00")
    told = json.loads(ask("report", "--json", when="2026-05-11T11:00"))
    assert told["causes"] == [[first, 2], [lost, 1]]
    shown = ask("report", when="2026-05-11T11:00")
    assert shown.index(TITLE[language]) < shown.index(first) < shown.index(lost)
    page = tmp_path / "report.html"
    ask("report", "--html", str(page), when="2026-05-11T11:00")
    assert lost in page.read_text("utf-8")
    world.cycle("2026-05-11 12:05")
    assert [task for task in world.tasks() if "/cause" in task and "NEEDS-ACTION" in task] == []
