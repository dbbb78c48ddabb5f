"""What looking for 50, 200 and 400 rules costs: the rules alone, on mail whose sentences are all new to them."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from connectors.protocols import FolderRole
from connectors.reading.build import build
from connectors.reading.mime import parse
from rules.language import RuleSet, load_rules
from rules.people import Us
from rules.reading import read
from rules.reading.reading import Reading
from tests.bench.mailbox import US, fill

_COUNTS = (50, 200, 400)
_MESSAGES = 400
_ROUNDS = 5
_RULE = """\
  - id: bench-{number}
    title: A rule of the bench
    kind: promise
    version: 1
    languages: [es, en]
    description: One of many.
    looks_for: {{verb: {{lexicon: bench}}, text: '\\b(?:planta|sala|lote|unit) {number}\\b{word}'}}
    examples: {{finds: [Le envío la planta {number}.], ignores: [No envío nada.]}}
"""
_LEXICONS = "lexicons:\n  bench: {verbs: [enviar, mandar, pasar]}\n"
_ENGLISH = "language: en\nlexicons:\n  bench: {verbs: [send, get, have]}\n"
_WORDS = "presupuesto informe contrato plano factura budget report drawing invoice contract".split()  # noqa: SIM905


def measure() -> None:
    """Match the same mail against more and more rules, in turns; the least of the rounds counts."""
    readings = _readings()
    spent = {count: [_seconds(count, readings) for _ in range(_ROUNDS)] for count in _COUNTS}
    few = min(spent[_COUNTS[0]])
    for count in _COUNTS:
        micros = min(spent[count]) / len(readings) * 1e6
        print(
            f"{count:4} rules {micros:8.0f} microseconds a message   {min(spent[count]) / few:.2f} times {_COUNTS[0]}"
        )


def _seconds(count: int, readings: list[Reading]) -> float:
    rules = _rules(count)
    start = time.process_time()
    for reading in readings:
        rules.match(reading)
    return time.process_time() - start


def _rules(count: int) -> RuleSet:
    """Make that many rules of a user's own, of which as many ever match: what more of them cost is the search."""
    written = "".join(
        _RULE.format(number=number, word=f"|{_WORDS[number]}" if number < len(_WORDS) else "")
        for number in range(count)
    )
    return load_rules((), [("es.yaml", _LEXICONS), ("en.yaml", _ENGLISH), ("rules.yaml", f"rules:\n{written}")])


def _readings() -> list[Reading]:
    us, now = Us(addresses=frozenset({US}), colleagues=frozenset()), datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="prometido-bench-") as folder:
        fill(Path(folder), _MESSAGES)
        return [
            read(build(parse(path.read_bytes()), role=FolderRole.INBOX, account="bench", us=us, received=now, now=now))
            for path in sorted((Path(folder) / "cur").iterdir())
        ]
