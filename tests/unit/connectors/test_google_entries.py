from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from connectors.errors import NeedsUser, Refused, Transient
from connectors.google.trouble import reason_of, trouble
from connectors.google_calendar import entry
from connectors.google_tasks.marker import NOTES_LIMIT, Marker, notes_of, text_of
from connectors.protocols import MarkState
from connectors.web.answers import ServerError
from tests.contract.letters import a_task


def test_the_id_of_an_entry_is_the_same_everywhere_and_one_google_takes() -> None:
    assert entry.id_of("a@prometido") == entry.id_of("a@prometido")
    assert entry.id_of("a@prometido") != entry.id_of("b@prometido")
    assert re.fullmatch(r"[a-v0-9]{5,1024}", entry.id_of("Ñ"))


def test_what_google_adds_to_an_entry_does_not_make_it_edited() -> None:
    written = entry.write(a_task())
    left = entry.fingerprint(written)
    grown = written | {"etag": '"2"', "colorId": "", "attendees": [], "htmlLink": "https://x.example"}
    assert entry.state(grown, left) is MarkState.UNTOUCHED
    assert entry.state(grown | {"location": "Obra"}, left) is MarkState.EDITED
    assert entry.state(grown | {"status": "cancelled"}, left) is MarkState.GONE


def test_a_new_day_leaves_texts_alone_that_its_user_has_changed() -> None:
    theirs = entry.write(a_task()) | {"summary": "Lo mío"}
    said = entry.changed(theirs, a_task(due=date(2026, 3, 20)))
    assert "summary" not in said
    assert said["start"] == {"date": "2026-03-20"}
    assert said["description"] == a_task().description


def test_the_marker_is_found_in_notes_its_user_wrote_around_it() -> None:
    notes = f"antes\n{notes_of(a_task())}\ndespués"
    marker = Marker.find(notes)
    assert marker == Marker.of(a_task())
    assert str(marker) not in text_of(notes)
    assert Marker.find("prometido: nada") is None


def test_notes_that_are_too_long_are_cut_before_the_marker() -> None:
    notes = notes_of(replace(a_task(), description="x" * 10_000))
    assert len(notes) == NOTES_LIMIT
    assert Marker.find(notes) is not None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"error": {"errors": [{"reason": "rateLimitExceeded"}]}}', "rateLimitExceeded"),
        (b'{"error": {"details": [{"@type": "x"}, {"reason": "SERVICE_DISABLED"}]}}', "SERVICE_DISABLED"),
        (b'{"error": "invalid_grant"}', ""),
        (b'{"error": {"errors": "x", "details": 1}}', ""),
        (b"<html>", ""),
        (b"[]", ""),
    ],
)
def test_a_reason_is_read_in_every_form_google_has(content: bytes, expected: str) -> None:
    assert reason_of(content) == expected


@pytest.mark.parametrize(
    ("status", "headers", "expected", "after"),
    [
        (429, {"retry-after": "30"}, Transient, 30.0),
        (503, {}, ServerError, None),
        (418, {}, Refused, None),
    ],
)
def test_a_number_without_a_reason_still_means_something(
    status: int, headers: dict[str, str], expected: type[Exception], after: float | None
) -> None:
    found = trouble(status, headers, b"", "x")
    assert type(found) is expected
    assert getattr(found, "retry_after", None) == after


def test_an_error_says_nothing_of_what_google_answered() -> None:
    content = b'{"error": {"message": "secreto de Pedro", "errors": [{"reason": "domainPolicy"}]}}'
    found: Any = trouble(403, {}, content, "mail cannot be read")
    assert isinstance(found, NeedsUser)
    assert "Pedro" not in str(found)
    assert "administrator" in str(found)
