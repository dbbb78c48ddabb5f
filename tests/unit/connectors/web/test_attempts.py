"""How long to wait for a provider, and how often to ask again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.errors import Refused, Transient
from connectors.web.attempts import ATTEMPTS, PATIENCE, again, pause, retry_after

NOW = datetime(2026, 10, 21, 7, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "Wed, 21 Oct 2026 07:30:00 GMT"}, 120.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:20:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:30:00 GMT", "Date": "Wed, 21 Oct 2026 07:29:50 GMT"}, 10.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:30:00 GMT", "date": "now"}, 120.0),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": 7}, 7.0),
        ({"retry-after": "9000000000"}, 86_400.0),
        ({"retry-after": "Wed, 21 Oct 2099 07:30:00 GMT"}, 86_400.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_how_long_to_stay_away_is_read_as_seconds_or_as_a_moment(
    headers: dict[str, Any], expected: float | None
) -> None:
    assert retry_after(headers, NOW) == expected


def test_what_passes_is_asked_for_again_as_late_as_it_wants() -> None:
    waited: list[float] = []
    answers = iter([Transient("x", retry_after=3), Transient("x"), None])

    def attempt() -> str:
        if error := next(answers):
            raise error
        return "done"

    assert again(attempt, waited.append) == "done"
    assert waited[0] >= 3
    assert len(waited) == 2


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(Transient("x"), ATTEMPTS), (Transient("x", retry_after=PATIENCE + 1), 1), (Refused("x"), 1)],
)
def test_what_does_not_pass_is_left_to_the_daemon(error: Exception, attempts: int) -> None:
    asked: list[int] = []

    def attempt() -> None:
        asked.append(1)
        raise error

    with pytest.raises(type(error)):
        again(attempt, lambda _: None)
    assert len(asked) == attempts


def test_a_pause_is_no_shorter_than_is_asked_for_and_no_longer_than_our_patience() -> None:
    assert pause(0, 7.0) == 7.0
    assert all(0 <= pause(attempt, 0.0) <= PATIENCE for attempt in range(20))
