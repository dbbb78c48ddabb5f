"""Facts as rows: the same facts are the same text, whatever process writes them."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from daemon.ledger.codec import trace_from_row, trace_to_json
from rules import mentions
from rules.marks import Mark
from rules.reading import read
from rules.signals import Kind, Party, Signal
from rules.tracing import trace
from tests.builders import US, a_message


def test_what_is_kept_in_sets_is_written_in_order() -> None:
    topic = mentions.of("el presupuesto de la cocina con isla y encimera de granito negro para la casa de campo")
    signal = Signal(kind=Kind.PROMISE, owes=Party.US, evidence="Mañana va", rule="r", topic=topic)
    kept = trace(read(a_message("Mañana va", when="2026-03-10 10:00")), [signal], US, marks=frozenset(Mark))
    text = trace_to_json(kept)
    plain = json.loads(text)
    assert plain["marks"] == sorted(Mark)
    assert plain["signals"][0]["topic"] == sorted(topic)
    assert replace(trace_from_row(text), thread=kept.thread, mentions=kept.mentions, attached=kept.attached) == kept


def test_a_ledger_that_keeps_them_in_any_order_is_read_all_the_same() -> None:
    kept = trace(read(a_message("Mañana va", when="2026-03-10 10:00")), [], US, marks=frozenset(Mark))
    plain = json.loads(trace_to_json(kept))
    random.Random(1).shuffle(plain["marks"])
    assert plain["marks"] != sorted(Mark)
    assert trace_to_json(trace_from_row(json.dumps(plain))) == trace_to_json(kept)
