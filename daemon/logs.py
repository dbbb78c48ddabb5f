"""Logs: one line an event, on standard error, of counts and states; never a subject, body or address of mail."""

from __future__ import annotations

import logging
import sys

import structlog

_QUIET = (
    "alembic",
    "httpx",
    "httpcore",
    "urllib3",
    "googleapiclient",
    "google",
    "google_auth_httplib2",
    "msal",
    "oauthlib",
    "requests_oauthlib",
)
"""Libraries whose lines may hold requests and answers, and those tokens."""


def configure(*, verbose: bool) -> None:
    """Write what matters to standard error; with ``verbose`` the canonical line of every cycle too."""
    for name in _QUIET:
        # What is worth saying of them we say ourselves. MSAL reports an answer that was cut off with the tokens in it.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event", "account", "state"], drop_missing=True, sort_keys=True
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
        # Standard error as it is when a line is written: who redirects it later means these lines too.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
