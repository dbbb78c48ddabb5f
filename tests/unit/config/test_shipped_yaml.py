"""What comes with Prometido is read by another parser than what people write, and must be the same to both."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Faults, shipped_yaml, strict_yaml

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "rules").rglob("*.yaml"))


def test_there_are_files_to_compare() -> None:
    assert len(SHIPPED) > 15


@pytest.mark.parametrize("file", SHIPPED)
def test_a_shipped_file_is_without_fault_and_the_same_to_both_parsers(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert repr(shipped_yaml.load(text, file)) == repr(strict_yaml.load(text, file))


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    with pytest.raises(Faults, match=r"^packs/x\.yaml:2:"):
        shipped_yaml.load("a: [1\nb: ]\n", "packs/x.yaml")
