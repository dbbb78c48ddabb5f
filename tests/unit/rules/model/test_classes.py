"""Classes of words: what was taken over, and what is done with it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from rules.model import gather_classes
from rules.model.classes import class_of, widened
from rules.model.kinds import LANGUAGES
from rules.model.words import words_of


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("es", "mandar", "enviar"), ("es", "lunes", "viernes"), ("en", "disappointed", "unhappy")],
)
def test_words_that_stand_in_like_places_are_of_one_class(language: str, one: str, other: str) -> None:
    assert class_of(one, language) == class_of(other, language)


def test_a_word_that_nobody_knows_has_no_class() -> None:
    assert class_of("presupuestitis", "es") is None
    assert class_of("", "en") is None


def test_classes_begun_alike_are_one_wide_class() -> None:
    assert widened(0b1_0110_0101) == widened(0b0_0110_0101)
    assert widened(0b0110_0101) != widened(0b0110_0100)


def test_words_of_one_class_give_the_model_the_same_number_and_numerals_give_none() -> None:
    _, (sent, mailed, numeral) = words_of("mandar enviar 2026", "mandar enviar 2026", "es")
    assert sent.like == mailed.like != 0
    assert sent.name != mailed.name
    assert (numeral.like, numeral.wide) == (0, 0)


def test_what_is_published_is_taken_over_the_same_each_time(tmp_path: Path) -> None:
    tables = {"cluster": {"uno": 5, "dos": 9, "3": 5, "Tres": 5, "raro": 1 << 20}, "prob": {"uno": -2.0, "dos": -3.0}}
    for language in LANGUAGES:
        for what, table in tables.items():
            packed = gzip.compress(json.dumps(table).encode())
            (tmp_path / f"{language}_lexeme_{what}.json.gz").write_bytes(packed)
    packed = gather_classes.gather(tmp_path)
    assert packed == gather_classes.gather(tmp_path)
    file = tmp_path / "classes.npz"
    file.write_bytes(packed)
    with np.load(file) as arrays:
        assert sorted(arrays["es_classes"].tolist()) == [5, 9]
        assert np.all(np.diff(arrays["es_words"].astype(np.int64)) > 0)
