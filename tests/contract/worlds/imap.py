"""IMAP servers: Dovecot, which can do everything, and pymap, which can do little."""

from __future__ import annotations

import imaplib
import itertools
import re
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.protocols import FolderRole
from tests.contract.worlds.base import UndeliverableError
from tests.contract.worlds.raw import message_id_of
from tests.servers import dovecot, pymap

FOLDERS = {FolderRole.INBOX: "INBOX", FolderRole.SENT: "Sent"}
USERS = itertools.count(1)


class ImapWorld:
    """The user's own mail program is Python's imaplib."""

    def __init__(
        self, open_mailbox: Callable[[], Imap], port: int, user: str, password: str, *, takes_marks: bool = True
    ) -> None:
        self.takes_marks = takes_marks
        self._open = open_mailbox
        self.place = (port, user, password)
        self._client = self._sign_in()
        self.mailbox = open_mailbox()

    def _sign_in(self) -> imaplib.IMAP4:
        port, user, password = self.place
        client = imaplib.IMAP4("127.0.0.1", port, timeout=60)
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(user, password)
        return client

    def close(self) -> None:
        self.mailbox.close()
        self._client.logout()

    def reopen(self) -> Imap:
        self.mailbox.close()
        self.mailbox = self._open()
        return self.mailbox

    def deliver(self, raw: bytes, role: FolderRole) -> None:
        try:
            assert self._client.append(FOLDERS[role], "", "", raw)[0] == "OK"
        except imaplib.IMAP4.abort as error:
            self._client.shutdown()
            self._client = self._sign_in()
            raise UndeliverableError from error

    def open_message(self, message_id: str) -> None:
        self._change(message_id, "(\\Seen \\Answered)")

    def remove_message(self, message_id: str) -> None:
        self._change(message_id, "(\\Deleted)")
        self._client.expunge()

    def lose_everything(self) -> None:
        for folder in FOLDERS.values():
            self._client.select(folder)
            self._client.store("1:*", "+FLAGS", "(\\Deleted)")
            self._client.expunge()

    def drafts(self, *, deleted: bool = False) -> list[bytes]:
        return [raw for _, raw, flags in self._all("Drafts") if ("\\Deleted" in flags) == deleted]

    def save_draft(self, raw: bytes) -> None:
        assert self._client.append("Drafts", "(\\Draft)", "", raw)[0] == "OK"

    def replace_draft(self, message_id: str, raw: bytes) -> None:
        self.save_draft(raw)
        self._remove_first(message_id)

    def discard_draft(self, message_id: str) -> None:
        self._remove_first(message_id)

    def delayed(self) -> list[str]:
        return [
            message_id_of(raw)
            for folder in FOLDERS.values()
            for _, raw, flags in self._all(folder)
            if "retrasado" in flags.lower()
        ]

    def _all(self, folder: str) -> list[tuple[str, bytes, str]]:
        self._client.select(folder, readonly=True)
        _, uids = self._client.uid("search", None, "ALL")
        found = []
        for uid in uids[0].split():
            _, answer = self._client.uid("fetch", uid.decode(), "(FLAGS BODY.PEEK[])")
            head, raw = next(item for item in answer if isinstance(item, tuple))
            tail = b"".join(item for item in answer if isinstance(item, bytes))
            found.append((uid.decode(), raw, str(re.findall(rb"FLAGS \(([^)]*)\)", head + tail))))
        return found

    def _change(self, message_id: str, flags: str) -> None:
        for folder in FOLDERS.values():
            for uid, raw, _ in self._all(folder):
                if message_id_of(raw) == message_id:
                    self._client.select(folder)
                    assert self._client.uid("store", uid, "+FLAGS", flags)[0] == "OK"
                    return
        raise AssertionError(message_id)

    def _remove_first(self, message_id: str) -> None:
        uid = next(uid for uid, raw, _ in self._all("Drafts") if message_id_of(raw) == message_id)
        self._client.select("Drafts")
        self._client.uid("store", uid, "+FLAGS", "(\\Deleted)")
        self._client.expunge()


@contextmanager
def dovecot_world(path: Path) -> Iterator[ImapWorld]:
    server = dovecot.shared()
    user = f"u{uuid.uuid4().hex[:12]}"
    place = Server(host="127.0.0.1", port=server.port, security="none")
    sign_in = SignIn(user=user, secret=lambda: dovecot.PASSWORD)
    world = ImapWorld(lambda: Imap(place, sign_in, Wanted(), seconds=60), server.port, user, dovecot.PASSWORD)
    try:
        yield world
    finally:
        world.close()


@contextmanager
def pymap_world(path: Path) -> Iterator[ImapWorld]:
    with pymap.mailbox() as (port, user, password):
        place = Server(host="127.0.0.1", port=port, security="none")
        sign_in = SignIn(user=user, secret=lambda: password)
        wanted = Wanted(sent=("Sent",), drafts=("Drafts",))
        open_mailbox = partial(Imap, place, sign_in, wanted, seconds=60)
        world = ImapWorld(open_mailbox, port, user, password, takes_marks=False)
        try:
            yield world
        finally:
            world.close()


MAIL = {
    "imap-dovecot": dovecot_world,
    "imap-pymap": pymap_world,
}
