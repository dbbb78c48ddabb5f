"""What real mail programs do with our drafts: open them, edit them, send them."""

from __future__ import annotations

import imaplib
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import TypeVar

import pytest

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.protocols import FolderRole, Left, MarkState
from tests.contract.letters import SINCE, a_draft
from tests.contract.worlds.raw import header_of, text_of
from tests.servers import dovecot
from tests.servers.dovecot import PASSWORD

Found = TypeVar("Found")

NEOMUTT = """
set folder="imap://{user}@127.0.0.1:{port}/"
set imap_user="{user}" imap_pass="{password}"
set ssl_starttls=no ssl_force_tls=no
set spoolfile="+INBOX" postponed="+Drafts" record="+Sent"
set header_cache="" message_cachedir="" sleep_time=0
set from="Ana Ruiz <ana@estudio.example>" use_from=yes
set sendmail="{outbox}" editor="{editor}"
set recall=yes postpone=ask-yes quit=yes abort_unmodified=no fast_reply=yes confirmappend=no
"""


class Mailbox:
    """A mailbox with our draft in it."""

    def __init__(self) -> None:
        self.server = dovecot.shared()
        self.user = f"u{uuid.uuid4().hex[:12]}"
        place = Server(host="127.0.0.1", port=self.server.port, security="none")
        self.imap = Imap(place, SignIn(user=self.user, secret=lambda: PASSWORD), Wanted(), seconds=60)
        self.client = imaplib.IMAP4("127.0.0.1", self.server.port, timeout=60)
        self.client.login(self.user, PASSWORD)
        self.cursor = list(self.imap.read(None, since=SINCE))[-1].cursor
        self.draft = a_draft()
        self.left: Left = self.imap.create_draft(self.draft)

    def close(self) -> None:
        self.imap.close()
        self.client.logout()

    def state(self) -> MarkState:
        [state] = self.imap.draft_states([(self.draft.key, self.left)])
        return state

    def all(self, folder: str) -> list[bytes]:
        self.client.select(folder, readonly=True)
        _, found = self.client.uid("search", None, "UNDELETED")
        answers = [self.client.uid("fetch", uid.decode(), "(BODY.PEEK[])")[1] for uid in found[0].split()]
        return [item[1] for answer in answers for item in answer if isinstance(item, tuple)]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with closing(Mailbox()) as one:
        yield one


class Neomutt:
    """The program in a terminal of its own."""

    def __init__(self, mailbox: Mailbox, path: Path) -> None:
        tmux, neomutt = shutil.which("tmux"), shutil.which("neomutt")
        assert tmux and neomutt, "Debian's tmux and neomutt are needed: make system-packages"  # noqa: PT018 - one need
        outbox, editor = path / "outbox", path / "editor"
        outbox.write_text(f"#!/bin/sh\ncat > {path}/sent.eml\n")
        editor.write_text('#!/bin/sh\nsed -i "s/presupuesto\\./presupuesto y los planos./" "$1"\n')
        for script in (outbox, editor):
            script.chmod(0o755)
        facts = {"user": mailbox.user, "port": mailbox.server.port, "password": PASSWORD}
        (path / "neomuttrc").write_text(NEOMUTT.format(outbox=outbox, editor=editor, **facts))
        self._tmux = [tmux, "-L", mailbox.user]
        command = f"env TERM=screen HOME={path} LC_ALL=C.UTF-8 {neomutt} -n -F {path}/neomuttrc"
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", command)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def wait_for(self, pattern: str) -> str:
        return wait(lambda: screen if re.search(pattern, screen := self._run("capture-pane", "-p")) else None, pattern)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True).stdout


def wait(look: Callable[[], Found | None], what: str, *, seconds: float = 90) -> Found:
    """Wait until something is there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come")


def test_neomutt_opens_edits_and_sends_a_draft(mailbox: Mailbox, tmp_path: Path) -> None:
    with closing(Neomutt(mailbox, tmp_path)) as neomutt:
        neomutt.wait_for("INBOX")
        neomutt.press("m")
        screen = neomutt.wait_for("Subject: Re: Reforma de la cocina")
        assert "pedro@cliente.example" in screen
        neomutt.press("y")
        [sent] = wait(lambda: mailbox.all("Sent"), "the sent mail")
    assert "Le adjunto el presupuesto y los planos." in text_of(sent)
    assert header_of(sent, "In-Reply-To") == "<m1@cliente.example>"
    assert "<m0@cliente.example>" in header_of(sent, "References")
    wait(lambda: not mailbox.all("Drafts"), "the end of the draft")
    assert mailbox.state() is MarkState.GONE
    found = [message for batch in mailbox.imap.read(mailbox.cursor, since=SINCE) for message in batch.messages]
    [message] = found
    assert message.role is FolderRole.SENT
    assert message.parts is not None
    assert "los planos" in (message.parts.plain or "")


def thunderbird(raw: bytes, text: str) -> bytes:
    """Write a draft anew as Thunderbird does: its own Message-ID, its own headers, ours dropped, flowed text."""
    message = message_from_bytes(raw, policy=policy.SMTP)
    del message["X-Prometido"]
    message.replace_header("Message-ID", f"<{uuid.uuid4()}@estudio.example>")
    message["User-Agent"] = "Mozilla Thunderbird"
    message["X-Mozilla-Draft-Info"] = "internal/draft; vcard=0; receipt=0; DSN=0; uuencode=0"
    message.set_content(text, charset="utf-8", cte="8bit")
    message.replace_header("Content-Type", "text/plain; charset=UTF-8; format=flowed")
    return message.as_bytes()


def save(mailbox: Mailbox, raw: bytes) -> None:
    """Put the new draft into the folder and take the old one out."""
    mailbox.client.append("Drafts", "(\\Draft \\Seen)", "", raw)
    mailbox.client.select("Drafts")
    mailbox.client.store("1", "+FLAGS", "(\\Deleted)")
    mailbox.client.expunge()


def test_a_draft_thunderbird_saved_unchanged_is_untouched(mailbox: Mailbox) -> None:
    [raw] = mailbox.all("Drafts")
    save(mailbox, thunderbird(raw, text_of(raw)))
    assert mailbox.state() is MarkState.UNTOUCHED


def test_a_draft_thunderbird_edited_is_edited_and_left_alone(mailbox: Mailbox) -> None:
    [raw] = mailbox.all("Drafts")
    save(mailbox, thunderbird(raw, text_of(raw).replace("presupuesto.", "presupuesto, por fin.")))
    assert mailbox.state() is MarkState.EDITED
    assert not mailbox.imap.withdraw_draft(mailbox.draft.key, mailbox.left)
    assert len(mailbox.all("Drafts")) == 1


def test_a_draft_thunderbird_sent_is_gone_and_its_message_answers_the_same_one(mailbox: Mailbox) -> None:
    [raw] = mailbox.all("Drafts")
    mailbox.client.append("Sent", "(\\Seen)", "", thunderbird(raw, text_of(raw)))
    mailbox.client.select("Drafts")
    mailbox.client.store("1", "+FLAGS", "(\\Deleted)")
    mailbox.client.expunge()
    assert mailbox.state() is MarkState.GONE
    [message] = [message for batch in mailbox.imap.read(mailbox.cursor, since=SINCE) for message in batch.messages]
    assert message.parts is not None
    headers = {name.lower(): value for name, value in message.parts.headers}
    assert "x-prometido" not in headers
    assert headers["in-reply-to"] == "<m1@cliente.example>"
