"""Connectors are opened by the name of their settings, and only those that are used are imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config.accounts import CalDav, Ics, Imap, Maildir
from config.credentials import CredentialError
from connectors.errors import SignInNeeded, Transient
from connectors.registry import Agenda, Context, Mailbox, TaskList, open_calendar, open_mail, open_tasks


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(account="despacho", state=tmp_path / "state", credential=lambda name: f"{name}-secret\n")


def test_every_local_connector_has_all_its_capabilities(context: Context, tmp_path: Path) -> None:
    mail = Maildir(connector="maildir", path=tmp_path, inbox=("INBOX",), sent=("Sent",), drafts=("Drafts",))
    assert isinstance(open_mail(mail, context), Mailbox)
    calendar = Ics(connector="ics", path=tmp_path)
    assert isinstance(open_calendar(calendar, context), Agenda)
    assert isinstance(open_tasks(calendar, context), TaskList)


def test_a_server_is_not_asked_before_it_is_needed(context: Context) -> None:
    mail = Imap(connector="imap", host="127.0.0.1", port=1, security="none", user="ana", credential="ana-imap")
    calendar = CalDav(connector="caldav", url="http://127.0.0.1:1/", user="ana", credential="ana-dav")
    opened = open_mail(mail, context), open_calendar(calendar, context), open_tasks(calendar, context)
    assert [isinstance(one, kind) for one, kind in zip(opened, (Mailbox, Agenda, TaskList), strict=True)] == [True] * 3
    with pytest.raises(Transient):
        opened[0].draft_states([("a/b", opened[0])])  # type: ignore[list-item, arg-type]  # never looked at
    assert [finding.ok for one in opened for finding in one.check()] == [False, False, False]


def test_a_secret_loses_the_line_end_that_editors_add(context: Context) -> None:
    assert context.secret("ana") == "ana-secret"


def test_a_secret_that_is_missing_needs_a_sign_in(tmp_path: Path) -> None:
    def missing(name: str) -> str:
        raise CredentialError(f"no credential {name!r}")

    context = Context(account="a", state=tmp_path, credential=missing)
    with pytest.raises(SignInNeeded, match="no credential 'ana'"):
        context.secret("ana")


def test_a_local_mailbox_does_not_pay_for_the_libraries_of_providers() -> None:
    script = (
        "import sys, connectors.registry, connectors.maildir, connectors.ics;"
        "print(sorted({'googleapiclient', 'msal', 'httpx', 'requests', 'caldav', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
