"""Ten thousand broken messages are read or refused; none stops anything, hangs, or is kept larger than it may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.examining import SLOWEST, Examiner
from tests.fuzz.mutating import sample
from tests.fuzz.seeds import own_samples

HALF = 5_000
HEAD = (
    b"From: Ana <ana@estudio.example>\r\nTo: Pedro <pedro@cliente.example>\r\nMessage-ID: <long@estudio.example>\r\n"
    b"Date: Tue, 10 Mar 2026 10:12:00 +0100\r\nSubject: x\r\n"
)


@pytest.fixture(scope="module")
def seeds() -> tuple[bytes, ...]:
    return own_samples()


@pytest.mark.parametrize("start", [0, HALF])  # two halves, so that two workers share them
def test_whatever_is_broken_about_a_message_it_is_read_or_refused(
    tmp_path: Path, seeds: tuple[bytes, ...], start: int
) -> None:
    examiner = Examiner(tmp_path)
    findings = [
        f"sample {number}: {finding}"
        for number in range(start, start + HALF)
        for finding in examiner.examine(number, sample(number, seeds))
    ]
    assert [*findings, *examiner.finish()] == []


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize("piece", ["Mañana le envío. ", "mañana le envío, ", "<b><p>le enviaré y "])
def test_a_megabyte_of_the_same_is_read_as_soon_as_a_page_of_it(tmp_path: Path, piece: str, kind: str) -> None:
    text = (piece * (1_000_000 // len(piece))).encode()
    raw = HEAD + f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n".encode() + text
    examiner = Examiner(tmp_path)
    assert list(examiner.examine(1, raw)) == []
    assert examiner.slowest[0] < SLOWEST
