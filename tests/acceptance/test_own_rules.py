"""A user's own rules, as docs/rules.md teaches them: every file it shows is really tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import config
from daemon import rulebook
from daemon.cli.trials import try_examples
from rules.commitments import Commitment
from rules.signals import Confidence, Kind
from tests.worlds import CONFIG, World

GUIDE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```yaml\n# (rules\.d/\w+\.yaml)\n(.*?)```", GUIDE, re.DOTALL))
TOLD = re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)
SETTINGS = CONFIG.replace("rules: {packs: [es, en]}", "rules: {packs: [es, en], files: [rules.d/*.yaml]}")


def a_world_with(place: Path, *names: str) -> World:
    world = World(place, SETTINGS)
    (place / "rules.d").mkdir()
    for name in names:
        # As in the guide, where its first line tells the name.
        (place / name).write_text(f"# {name}\n{FILES[name]}", encoding="utf-8")
    return world


def told(place: Path, *names: str) -> list[str]:
    """What the check of the rules says, without the folder."""
    loaded = config.load(a_world_with(place, *names).config)
    try:
        faults = rulebook.faults_in_ordinary_mail(rulebook.open_rules(loaded))
    except config.Faults as found:
        faults = tuple(found.faults)
    return [str(fault).removeprefix(f"{place}/") for fault in faults]


def owed(world: World, text: str) -> list[Commitment]:
    world.we_write(f"Hola, Pedro:\n\n{text}\n\nUn saludo,\nAna", "2026-03-10 10:12")
    world.cycle("2026-03-10 10:30")
    return world.owed()


def test_the_rules_the_guide_shows_are_fine_and_do_what_their_examples_say(tmp_path: Path) -> None:
    assert told(tmp_path, "rules.d/imprenta.yaml", "rules.d/despedidas.yaml") == []
    loaded = rulebook.open_rules(config.load(tmp_path / "prometido.yaml"))
    own = [trial for trial in try_examples(loaded) if rulebook.is_own(trial.rule)]
    assert len(own) == 8
    assert [trial.text for trial in own if not trial.passed] == []


def test_a_rule_of_ones_own_finds_what_no_pack_knows(tmp_path: Path) -> None:
    text = "Su catálogo entra en máquina el lunes."
    [found] = owed(a_world_with(tmp_path, "rules.d/imprenta.yaml"), text)
    assert (found.kind, found.rule, found.confidence) == (
        Kind.PROMISE,
        "imprenta-entra-en-maquina",
        Confidence.SURE,
    )
    assert str(found.due) == "2026-03-16"
    (tmp_path / "plain").mkdir()
    assert owed(World(tmp_path / "plain"), text) == []


def test_a_rule_of_ones_own_stands_in_the_place_of_the_packs(tmp_path: Path) -> None:
    loaded = rulebook.open_rules(config.load(a_world_with(tmp_path, "rules.d/despedidas.yaml").config))
    [rule] = [rule for rule in loaded.rules if rule.id == "es-no-agreement"]
    assert (rule.version, rulebook.is_own(rule)) == (2, True)


@pytest.mark.parametrize(("name", "number"), [("rules.d/broken.yaml", 0), ("rules.d/eager.yaml", 1)])
def test_the_check_tells_what_the_guide_says_it_tells(tmp_path: Path, name: str, number: int) -> None:
    lines = told(tmp_path, name)
    expected = TOLD[number].strip().splitlines()
    assert len(lines) == len(expected)
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines
