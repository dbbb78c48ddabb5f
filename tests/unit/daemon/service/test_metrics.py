"""Counts for a monitoring system, in its own format."""

from __future__ import annotations

import re
from pathlib import Path

from daemon.service.metrics import METRICS, render, write_metrics
from tests.worlds import World

LINE = re.compile(r'^[a-z_]+\{account="(?:[^"\\\n]|\\["\\n])*"\} [0-9.e+]+$')
PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


def _value(text: str, name: str) -> float:
    (line,) = (line for line in text.splitlines() if line.startswith(f"{name}{{"))
    return float(line.split()[-1])


def test_the_file_says_what_the_ledger_says_and_is_replaced_whole(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    target = tmp_path / "prometido.prom"
    target.write_text("old")
    firm = world.firm()
    write_metrics(firm, target)
    firm.engine.dispose()
    text = target.read_text()
    assert target.stat().st_mode & 0o777 == 0o644
    assert [file.name for file in tmp_path.glob(".prometido.prom*")] == []
    assert _value(text, "prometido_account_ok") == 1
    assert _value(text, "prometido_messages_seen_total") == 1
    assert _value(text, "prometido_overdue") == 1
    assert _value(text, "prometido_standing") == 2
    for metric in METRICS:
        assert f"# HELP {metric.name} " in text
        assert f"# TYPE {metric.name} {metric.kind}\n" in text
    assert all(line.startswith("# ") or LINE.match(line) for line in text.splitlines())
    assert "pedro" not in text.lower()


def test_a_strange_name_is_escaped(tmp_path: Path) -> None:
    (status,) = World(tmp_path).status()
    object.__setattr__(status, "name", 'a "b"\\\n')
    assert '{account="a \\"b\\"\\\\\\n"}' in render((status,))
