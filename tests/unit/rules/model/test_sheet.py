from __future__ import annotations

import numpy as np
import pytest

from rules.language.matching import Matter
from rules.model.reader import shipped_weights
from rules.model.scanning import Scanner
from rules.model.sheet import feature, lay_out
from rules.model.strip import BITS
from rules.model.words import words_of
from rules.reading import read
from rules.text import fold
from tests.builders import a_message

TEXT = (
    "Hola Pedro:\n\nMañana le envío el presupuesto, y si le parece bien lo firmamos el lunes. ¿Conforme?\n\n"
    "Un saludo,\nAna"
)


def test_every_clause_is_a_unit_and_so_is_a_sentence_without_a_verb() -> None:
    sheet = lay_out(Matter(read(a_message(TEXT))))
    places = [TEXT[unit.start : unit.end] for unit in sheet.units]
    assert "Mañana le envío el presupuesto" in places
    assert any("Conforme" in place for place in places)
    assert [unit.sentence for unit in sheet.units] == sorted(unit.sentence for unit in sheet.units)


def test_a_unit_with_a_time_to_come_is_dated() -> None:
    sheet = lay_out(Matter(read(a_message(TEXT))))
    dated = {TEXT[unit.start : unit.end]: unit.dated for unit in sheet.units}
    assert dated["Mañana le envío el presupuesto"]


def test_parts_are_never_empty_and_hold_each_feature_once() -> None:
    sheet = lay_out(Matter(read(a_message(TEXT))))
    ends = np.append(sheet.starts[1:], len(sheet.features))
    for start, end in zip(sheet.starts, ends, strict=True):
        assert end > start
        assert len(set(sheet.features[start:end])) == end - start
    assert sheet.features.max() < 1 << BITS
    assert sheet.rows.max() < len(sheet.starts)


@pytest.mark.parametrize(("name", "mark", "part"), [("presupuesto", "own", 0), ("when=exact", "frame", 1)])
def test_a_feature_can_be_found_by_its_name(name: str, mark: str, part: int) -> None:
    sheet = lay_out(Matter(read(a_message(TEXT))))
    start, end = sheet.starts[part], sheet.starts[part + 1]
    assert feature(name, mark) in sheet.features[start:end]


@pytest.mark.parametrize("quoted", ["", "\n\n> Le paso el presupuesto\n> el lunes"])
def test_a_message_of_one_word_has_a_sheet(quoted: str) -> None:
    sheet = lay_out(Matter(read(a_message("BAJA" + quoted, outbound=False))))
    assert len(sheet.units) == 1


def test_an_accent_makes_another_word_and_another_form() -> None:
    _, (sent,) = words_of("envió", fold("envió"), "es")
    _, (send,) = words_of("envio", fold("envio"), "es")
    assert sent.name == send.name
    assert sent.written
    assert not send.written


def test_all_numbers_are_one_word() -> None:
    _, (one, other) = words_of("1.200 15:30", "1.200 15:30", "es")
    assert one.name == other.name


@pytest.mark.parametrize("outbound", [True, False])
@pytest.mark.parametrize(
    "text", [TEXT, "BAJA", f"{TEXT}\n\n> Le paso el plano", f"¿Qué tal?\n\n{TEXT}\n\n¿Y el lunes?"]
)
def test_what_was_remembered_of_sentences_gives_the_odds_of_the_whole_sheet(text: str, *, outbound: bool) -> None:
    weights = shipped_weights()
    matter = Matter(read(a_message(text, outbound=outbound)))
    sheet = lay_out(matter)
    scanner = Scanner(weights)
    for _ in ("first sight", "remembered"):
        units, odds = scanner.scan(matter)
        assert units == sheet.units
        whole = weights.odds(sheet)
        assert odds.clauses.tolist() == whole.clauses.tolist()
        assert odds.message.tolist() == whole.message.tolist()
