from __future__ import annotations

import contextlib
import io

import structlog

from daemon import logs


def test_a_line_goes_to_standard_error_as_it_is_when_it_is_written() -> None:
    gone, now = io.StringIO(), io.StringIO()
    log = structlog.get_logger("tests")
    with contextlib.redirect_stderr(gone):
        logs.configure(verbose=False)
        log.warning("first")
    gone.close()
    with contextlib.redirect_stderr(now):
        log.warning("second")
    assert "event=second" in now.getvalue()
