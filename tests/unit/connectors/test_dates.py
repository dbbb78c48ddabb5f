"""The author's date is found before a message is taken apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.dates import written

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS))  # noqa: DTZ001 - zones are drawn
def test_every_date_a_program_writes_is_read_as_the_standard_library_reads_it(moment: datetime) -> None:
    text = format_datetime(moment)
    assert written(f"From: a\r\nDate: {text}\r\n\r\nDate: x".encode()) == parsedate_to_datetime(text)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"date: 10 Mar 2026 10:00 +0100\n\n", datetime(2026, 3, 10, 9, tzinfo=UTC)),
        (b"Date: Tue, 10 Mar 2026 10:00:00 GMT\n\n", datetime(2026, 3, 10, 10, tzinfo=UTC)),
        (b"Date: Tue, 10 Mar 2026 10:00:00 -0000\n\n", datetime(2026, 3, 10, 10, tzinfo=UTC)),
        (b"Date: Tue, 10 Mar 2026 10:00:00 +0100 (CET)\n\n", datetime(2026, 3, 10, 9, tzinfo=UTC)),
        (b"Subject: x\n\nDate: Tue, 10 Mar 2026 10:00:00 +0100\n", None),
        (b"X-Date: Tue, 10 Mar 2026 10:00:00 +0100\n\n", None),
        (b"Date: Tue, 32 Mar 2026 10:00:00 +0100\n\n", None),
        (b"Date: Tue, 10 Foo 2026 10:00:00 +0100\n\n", None),
        (b"Date: Fri, 31 Dec 9999 23:59:59 -1400\n\n", None),
        (b"Date: \xff\xfe\n\n", None),
        (b"", None),
    ],
)
def test_dates_of_every_quality(head: bytes, expected: datetime | None) -> None:
    assert written(head) == expected
