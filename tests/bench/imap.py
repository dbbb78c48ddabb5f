"""Speed of reading over IMAP, as a ratio: our source beside plain pipelined ``imaplib`` on the same Dovecot.

``python -m tests.bench.imap [MESSAGES]``. ``imaplib`` fetches twice, 250 messages a command and two commands ahead: the
very parts we fetch of every message (``ITEMS``: flags, date, structure, the header lines that are read, the first
text), and whole messages. It does nothing with what it gets but count it; our source gives messages taken apart, ready
for the rules, which are counted and dropped as well. They take turns in this process, so that what else the machine
does falls on all.
"""

from __future__ import annotations

import imaplib
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.imap.fetching import ITEMS
from connectors.imap.grammar import uid_set
from connectors.imap.source import AHEAD, BATCH
from tests.bench.mailbox import fill
from tests.servers.dovecot import PASSWORD, Dovecot

ROUNDS = 5


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    server = Dovecot()
    try:
        user = f"u{uuid.uuid4().hex[:12]}"
        client = _client(server, user)
        client.select("INBOX")
        client.logout()
        megabytes = _fill(server.maildir(user), number) / 1e6
        print(f"{number} messages, {megabytes:.0f} MB")
        _plain(server, user, number, ITEMS)  # the server writes down what it knows of each message
        rounds = [
            (
                _timed(lambda: _plain(server, user, number, ITEMS)),
                _timed(lambda: _plain(server, user, number, b"UID BODY.PEEK[]")),
                _timed(lambda: _ours(server, user, number)),
            )
            for _ in range(ROUNDS)
        ]
        for parts, whole, ours in rounds:
            said = (f"{number / wall:6.0f}/s ({cpu / number * 1e6:3.0f} µs CPU)" for wall, cpu in (parts, whole, ours))
            print("imaplib, the same parts {}   whole messages {}   ours {}".format(*said))
        for at, what in enumerate(("that fetches the same parts", "that fetches whole messages")):
            rate = median(times[at][0] / times[2][0] for times in rounds)
            print(f"our rate is {rate:.2f} of plain pipelined imaplib's {what}")
    finally:
        server.stop()
        shutil.rmtree(server.folder)


def _fill(maildir: Path, number: int) -> int:
    owner = maildir.stat()
    written = fill(maildir, number)
    for path in (maildir / "cur").iterdir():
        os.chown(path, owner.st_uid, owner.st_gid)
    return written


def _client(server: Dovecot, user: str) -> imaplib.IMAP4:
    client = imaplib.IMAP4("127.0.0.1", server.port, timeout=600)
    client.login(user, PASSWORD)
    return client


def _plain(server: Dovecot, user: str, number: int, items: bytes) -> None:
    """Fetch everything with imaplib, which knows no pipelining: tags are given out by it, answers taken by hand."""
    client = _client(server, user)
    client.select("INBOX", readonly=True)
    _, found = client.uid("search", "UID 1:*")
    uids = [int(uid) for uid in found[0].split()]
    batches = [uids[start : start + BATCH] for start in range(0, len(uids), BATCH)]
    waiting: list[bytes] = []
    count = 0
    for at in range(len(batches) + AHEAD):
        if at < len(batches):
            waiting.append(client._command("UID", "FETCH", uid_set(batches[at]).decode(), f"({items.decode()})"))
        if at >= AHEAD:
            client._command_complete("UID", waiting.pop(0))
            answers = client.untagged_responses.pop("FETCH", [])
            count += sum(isinstance(item, tuple) and b"UID" in item[0] for item in answers)
    assert count == number
    client.logout()


def _ours(server: Dovecot, user: str, number: int) -> None:
    place = Server(host="127.0.0.1", port=server.port, security="none")
    mailbox = Imap(place, SignIn(user=user, secret=lambda: PASSWORD), Wanted())
    batches = mailbox.read(None, since=datetime(2000, 1, 1, tzinfo=UTC))
    assert sum(len(batch.messages) for batch in batches) == number
    mailbox.close()


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Give seconds of the clock and of our processor."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


if __name__ == "__main__":
    main()
