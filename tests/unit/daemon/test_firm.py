"""What a firm reads of rules and texts before it runs, and what it leaves for when it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import Faults
from rules.language.loading import load_rules
from tests.worlds import CONFIG, World

_QUIET = """
import sys
from daemon.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(*sorted({"numpy", "rules.detection", "rules.grammar.languages"} & set(sys.modules)))
"""


def test_no_rule_of_the_packs_names_a_playbook() -> None:
    assert not [rule.id for rule in load_rules().rules if rule.playbook]


def test_a_cycle_without_mail_does_not_load_what_reads_mail(tmp_path: Path) -> None:
    world = World(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", _QUIET, "--config", str(world.config), "once"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert told.stdout.splitlines()[-1] == "", told.stdout


@pytest.mark.parametrize(
    "own", ["rules: {packs: [es], files: [mine.yaml]}", "rules: {packs: [es], disable: [nothing-like-it]}"]
)
def test_what_the_user_wrote_wrongly_is_refused_before_any_mail_comes(tmp_path: Path, own: str) -> None:
    (tmp_path / "mine.yaml").write_text("rules: nonsense\n", encoding="utf-8")
    firm = World(tmp_path, CONFIG.replace("rules: {packs: [es, en]}", own)).firm()
    with pytest.raises(Faults):
        firm.check()
