"""Speed of reading over IMAP, as a ratio: our source beside plain pipelined ``imaplib`` on the same Dovecot.

``python -m tests.bench.imap [MESSAGES]``. Both fetch the same of every message (``ITEMS``: flags, date, structure, the
header lines that are read, the first text), 250 messages a command and two commands ahead, and both in this process.
``imaplib`` does nothing with what it gets but hold it; our source gives messages taken apart, ready for the rules. They
take turns, so that what else the machine does falls on both.
"""

from __future__ import annotations

import imaplib
import os
import shutil
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.imap.fetched import ITEMS
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
        _plain(server, user, number)  # the server writes down what it knows of each message
        pairs = [(_timed(_plain, server, user, number), _timed(_ours, server, user, number)) for _ in range(ROUNDS)]
        for (plain, plain_cpu), (ours, ours_cpu) in pairs:
            print(
                f"imaplib {number / plain:7.0f}/s ({plain_cpu / number * 1e6:3.0f} µs CPU a message)   "
                f"ours {number / ours:7.0f}/s ({ours_cpu / number * 1e6:3.0f} µs)   {plain / ours:.2f}"
            )
        print(f"our rate is {median(plain[0] / ours[0] for plain, ours in pairs):.2f} of plain pipelined imaplib's")
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


def _plain(server: Dovecot, user: str, number: int) -> None:
    """Fetch everything with imaplib, which knows no pipelining: tags are given out by it, answers taken by hand."""
    client = _client(server, user)
    client.select("INBOX", readonly=True)
    _, found = client.uid("search", "UID 1:*")
    uids = [int(uid) for uid in found[0].split()]
    batches = [uids[start : start + BATCH] for start in range(0, len(uids), BATCH)]
    waiting: list[bytes] = []
    held = []
    for at in range(len(batches) + AHEAD):
        if at < len(batches):
            waiting.append(client._command("UID", "FETCH", uid_set(batches[at]).decode(), f"({ITEMS.decode()})"))
        if at >= AHEAD:
            client._command_complete("UID", waiting.pop(0))
            held.append(client.untagged_responses.pop("FETCH", []))
    assert sum(isinstance(item, tuple) and b"UID" in item[0] for batch in held for item in batch) == number
    client.logout()


def _ours(server: Dovecot, user: str, number: int) -> None:
    place = Server(host="127.0.0.1", port=server.port, security="none")
    mailbox = Imap(place, SignIn(user=user, secret=lambda: PASSWORD), Wanted())
    held = [batch.messages for batch in mailbox.read(None, since=datetime(2000, 1, 1, tzinfo=UTC))]
    assert sum(map(len, held)) == number
    mailbox.close()


def _timed(work: object, server: Dovecot, user: str, number: int) -> tuple[float, float]:
    """Give seconds of the clock and of our processor."""
    began, cpu = time.perf_counter(), time.process_time()
    work(server, user, number)
    return time.perf_counter() - began, time.process_time() - cpu


if __name__ == "__main__":
    main()
