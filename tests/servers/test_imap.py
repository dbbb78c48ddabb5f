"""IMAP against real servers, and what goes wrong with them."""

from __future__ import annotations

import imaplib
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.errors import NeedsUser, Refused, SignInNeeded, Transient, UnknownOutcome
from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.imap.place import Places
from connectors.protocols import FolderRole, Incoming, MailBatch, MarkState
from tests.contract.letters import SINCE, a_draft, a_letter
from tests.contract.worlds.raw import header_of, message_id_of
from tests.servers import dovecot
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.proxy import Proxy


class Account:
    """A user of a server, with the mail program they use themselves."""

    def __init__(self, server: Dovecot) -> None:
        self.server = server
        self.user = f"u{uuid.uuid4().hex[:12]}"
        self.client = imaplib.IMAP4("127.0.0.1", server.port, timeout=60)
        self.client.login(self.user, PASSWORD)
        self._opened: list[Imap] = []

    def close(self) -> None:
        for mailbox in self._opened:
            mailbox.close()
        try:
            self.client.logout()
        except (OSError, imaplib.IMAP4.error):
            self.client.shutdown()

    def open(self, port: int = 0, *, wanted: Wanted | None = None, seconds: float = 60, secret: str = PASSWORD) -> Imap:
        place = Server(host="127.0.0.1", port=port or self.server.port, security="none")
        sign_in = SignIn(user=self.user, secret=lambda: secret)
        self._opened.append(Imap(place, sign_in, wanted or Wanted(), seconds=seconds))
        return self._opened[-1]

    def deliver(self, *message_ids: str, folder: str = "INBOX", flags: str = "") -> None:
        for message_id in message_ids:
            raw = a_letter(f"{message_id}@cliente.example")
            assert self.client.append(folder, flags, "", raw)[0] == "OK"

    def fill(self, count: int) -> None:
        """Put many messages into the inbox at once."""
        self.client.select("INBOX")
        folder = self.server.maildir(self.user) / "cur"
        owner = folder.stat()
        for number in range(count):
            path = folder / f"{1_770_000_000 + number}.M1P1.host:2,S"
            path.write_bytes(a_letter(f"m{number}@cliente.example"))
            os.chown(path, owner.st_uid, owner.st_gid)

    def flags(self, folder: str) -> list[bytes]:
        self.client.select(folder, readonly=True)
        return [item for item in self.client.uid("fetch", "1:*", "(FLAGS)")[1] if item]

    def drafts(self) -> list[bytes]:
        self.client.select("Drafts", readonly=True)
        _, found = self.client.uid("search", None, "ALL")
        bodies = [self.client.uid("fetch", uid.decode(), "(BODY.PEEK[])")[1] for uid in found[0].split()]
        return [item[1] for answer in bodies for item in answer if isinstance(item, tuple)]


@pytest.fixture
def account() -> Iterator[Account]:
    with closing(Account(dovecot.shared())) as one:
        yield one


@pytest.fixture
def proxy(account: Account) -> Iterator[Proxy]:
    with Proxy(account.server.port) as one:
        yield one


def read(mailbox: Imap, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))


def messages(batches: list[MailBatch]) -> list[Incoming]:
    return [message for batch in batches for message in batch.messages]


def ids(batches: list[MailBatch]) -> list[str]:
    found = [dict(message.parts.headers) for message in messages(batches) if message.parts]
    return sorted(headers["Message-ID"].strip("<>").partition("@")[0] for headers in found)


def test_reading_marks_nothing_as_read(account: Account) -> None:
    account.deliver("m1")
    read(account.open())
    assert b"\\Seen" not in account.flags("INBOX")[0]


def test_attachments_are_not_downloaded(account: Account, proxy: Proxy) -> None:
    big = a_letter("big@cliente.example", attachment="plano.pdf").replace(b"JVBERiVQREYl", b"JVBERiVQREYl" * 40_000)
    assert len(big) > 400_000
    account.client.append("INBOX", "", "", big)
    [message] = messages(read(account.open(proxy.port)))
    assert message.parts is not None
    assert message.parts.attachments == ("plano.pdf",)
    assert "presupuesto" in (message.parts.plain or "")
    assert proxy.received < 10_000


def test_two_hundred_messages_cost_a_round_trip(account: Account, proxy: Proxy) -> None:
    account.fill(1000)
    mailbox = account.open(proxy.port)
    mailbox.check()
    before = proxy.turns
    assert len(ids(read(mailbox))) == 1000
    assert proxy.turns - before <= 1000 // 200 + 5


def test_a_quiet_cycle_asks_for_nothing_but_the_state_of_the_folders(account: Account, proxy: Proxy) -> None:
    account.deliver("m1", "m2")
    mailbox = account.open(proxy.port)
    cursor = read(mailbox)[-1].cursor
    before, turns = proxy.received, proxy.turns
    [batch] = read(mailbox, cursor)
    assert batch.cursor == cursor
    assert batch.present == 2
    assert proxy.received - before < 1500
    assert proxy.turns - turns <= 3


def test_a_connection_lost_before_a_draft_was_sent_leaves_none(account: Account, proxy: Proxy) -> None:
    mailbox = account.open(proxy.port)
    proxy.cut_before(rb"APPEND")
    with pytest.raises(Transient) as error:
        mailbox.create_draft(a_draft())
    assert not isinstance(error.value, UnknownOutcome)
    assert account.drafts() == []
    mailbox.create_draft(a_draft())
    assert len(account.drafts()) == 1


def test_a_connection_lost_in_the_middle_of_a_draft_is_an_unknown_outcome(account: Account, proxy: Proxy) -> None:
    mailbox = account.open(proxy.port)
    proxy.cut_before(rb"X-Prometido:")
    draft = a_draft()
    with pytest.raises(UnknownOutcome):
        mailbox.create_draft(draft)
    assert mailbox.find_draft(draft.key, message_id=draft.message_id) is None


def test_a_draft_whose_answer_was_lost_is_found_and_not_left_twice(account: Account, proxy: Proxy) -> None:
    mailbox = account.open(proxy.port)
    proxy.cut_after(rb"X-Prometido:")
    draft = a_draft()
    with pytest.raises(UnknownOutcome):
        mailbox.create_draft(draft)
    left = mailbox.find_draft(draft.key, message_id=draft.message_id)
    assert left is not None
    assert len(account.drafts()) == 1
    assert mailbox.draft_states([(draft.key, left)]) == [MarkState.UNTOUCHED]


def test_a_server_that_stops_answering_is_given_up(account: Account, proxy: Proxy) -> None:
    mailbox = account.open(proxy.port, seconds=0.5)
    mailbox.check()  # signed in, unless that alone takes so long
    proxy.stall()
    with pytest.raises(Transient, match="no answer in time"):
        read(mailbox)


def test_a_connection_that_died_between_two_cycles_is_opened_again(account: Account, proxy: Proxy) -> None:
    mailbox = account.open(proxy.port)
    cursor = read(mailbox)[-1].cursor
    proxy.cut()
    account.deliver("m1")
    assert ids(read(mailbox, cursor)) == ["m1"]


def test_a_read_that_is_abandoned_does_not_spoil_the_next(account: Account) -> None:
    account.deliver(*(f"m{number}" for number in range(30)))
    mailbox = account.open()
    reading = mailbox.read(None, since=SINCE)
    next(reading)
    reading.close()  # type: ignore[attr-defined]  # a generator
    assert len(ids(read(mailbox))) == 30


def test_a_message_that_vanishes_while_it_is_read_is_passed_over(account: Account) -> None:
    account.deliver("m1", "m2", "m3")
    mailbox = account.open()
    cursor = read(mailbox)[-1].cursor
    account.deliver(*(f"n{number}" for number in range(300)))
    reading = mailbox.read(cursor, since=SINCE)
    batches = [next(reading)]
    account.client.select("INBOX")
    account.client.store("1:*", "+FLAGS", "(\\Deleted)")
    account.client.expunge()
    account.deliver("late")
    batches += reading
    assert batches[-1].complete
    assert ids(read(mailbox, batches[-1].cursor)) == ["late"]


def test_a_folder_made_anew_is_read_anew(account: Account) -> None:
    account.deliver("m1", folder="Sent")
    mailbox = account.open()
    cursor = read(mailbox)[-1].cursor
    account.client.delete("Sent")
    validity = account.server.maildir(account.user) / "dovecot-uidvalidity"
    validity.unlink(missing_ok=True)
    account.client.create("Sent")
    account.deliver("m1", "m2", folder="Sent")
    text = cursor.replace('"Sent":[', '"Sent":[9')
    assert ids(read(account.open(), text)) == ["m1", "m2"]


def test_a_renamed_folder_is_not_read_twice(account: Account) -> None:
    account.deliver("m1", folder="Sent")
    account.client.create("Enviados 2026")
    cursor = read(account.open())[-1].cursor
    account.client.delete("Enviados 2026")
    account.client.rename("Sent", '"Enviados 2026"')
    account.deliver("m2", folder='"Enviados 2026"')
    renamed = account.open(wanted=Wanted(sent=("Enviados 2026",)))
    assert ids(read(renamed, cursor)) == ["m2"]


def test_a_folder_that_was_renamed_away_needs_its_user(account: Account) -> None:
    account.deliver("m1", folder="Sent")
    mailbox = account.open(wanted=Wanted(sent=("Sent",)))
    cursor = read(mailbox)[-1].cursor
    account.client.rename("Sent", "Viejo")
    with pytest.raises(NeedsUser):
        read(account.open(wanted=Wanted(sent=("Sent",))), cursor)


def test_an_inbox_that_was_archived_at_once_is_not_lost(account: Account) -> None:
    account.deliver("m1", "m2")
    mailbox = account.open()
    cursor = read(mailbox)[-1].cursor
    account.client.select("INBOX")
    account.client._simple_command("MOVE", "1:*", "Archive")
    account.client.response("COPYUID")
    assert read(mailbox, cursor)[-1].complete


def test_a_draft_in_a_read_folder_is_mail_once_it_stops_being_one(account: Account) -> None:
    account.deliver("m1", folder="Sent", flags="(\\Draft)")
    mailbox = account.open()
    first = read(mailbox)
    assert ids(first) == []
    account.client.select("Sent")
    account.client.store("1", "-FLAGS", "(\\Draft)")
    assert ids(read(mailbox, first[-1].cursor)) == ["m1"]


def test_a_flag_on_one_draft_brings_back_neither_the_others_nor_those_that_went(account: Account, proxy: Proxy) -> None:
    account.deliver(*(f"m{number}" for number in range(40)), folder="Sent", flags="(\\Draft)")
    mailbox = account.open(proxy.port)
    cursor = read(mailbox)[-1].cursor
    account.client.select("Sent")
    account.client.uid("store", "3", "-FLAGS", "(\\Draft)")
    account.client.uid("store", "5:9", "+FLAGS", "(\\Deleted)")
    account.client.expunge()
    before = proxy.received
    batches = read(mailbox, cursor)
    assert ids(batches) == ["m2"]
    assert proxy.received - before < 5000
    drafts = Places.parse(batches[-1].cursor).folders["Sent"].drafts
    assert drafts == (1, 2, 4, *range(10, 41))


def test_a_wrong_password_needs_a_new_sign_in_and_is_told_without_an_address(account: Account) -> None:
    with pytest.raises(SignInNeeded, match="refused user or password: correct the credential"):
        read(account.open(secret="wrong"))
    assert [finding.ok for finding in account.open(secret="wrong").check()] == [False]


def test_starttls_and_tls_are_spoken_with_a_private_authority(account: Account) -> None:
    account.deliver("m1")
    for security, port in (("tls", account.server.tls_port), ("starttls", account.server.port)):
        place = Server(host="localhost", port=port, security=security, ca_bundle=account.server.ca_bundle)
        with closing(Imap(place, SignIn(user=account.user, secret=lambda: PASSWORD), Wanted())) as mailbox:
            assert ids(read(mailbox)) == ["m1"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(account: Account, security: str) -> None:
    port = account.server.tls_port if security == "tls" else account.server.port
    place = Server(host="localhost", port=port, security=security)
    with pytest.raises(NeedsUser, match="ca_bundle"):
        read(Imap(place, SignIn(user=account.user, secret=lambda: PASSWORD), Wanted()))


def test_a_certificate_of_another_host_is_refused(account: Account) -> None:
    place = Server(host="127.0.0.1", port=account.server.tls_port, security="tls", ca_bundle=account.server.ca_bundle)
    with pytest.raises(NeedsUser, match="not trusted"):
        read(Imap(place, SignIn(user=account.user, secret=lambda: PASSWORD), Wanted()))


def test_tls_on_a_port_that_speaks_plainly_says_what_to_correct(account: Account) -> None:
    place = Server(host="localhost", port=account.server.port, security="tls", ca_bundle=account.server.ca_bundle)
    with pytest.raises(NeedsUser, match="correct port or security"):
        read(Imap(place, SignIn(user=account.user, secret=lambda: PASSWORD), Wanted()))


def test_two_clients_on_one_mailbox_do_not_disturb_each_other(account: Account) -> None:
    one, two = account.open(), account.open()
    account.deliver("m1")
    first, second = read(one)[-1].cursor, read(two)[-1].cursor
    draft = a_draft()
    left = one.create_draft(draft)
    assert two.find_draft(draft.key, message_id=draft.message_id) == left
    assert two.withdraw_draft(draft.key, left)
    assert one.withdraw_draft(draft.key, left)
    assert one.draft_states([(draft.key, left)]) == [MarkState.GONE]
    account.deliver("m2")
    assert ids(read(one, first)) == ids(read(two, second)) == ["m2"]


def test_what_the_user_deletes_is_not_removed_together_with_our_draft(account: Account) -> None:
    mailbox = account.open()
    account.deliver("own", folder="Drafts", flags="(\\Draft \\Deleted)")
    draft = a_draft()
    left = mailbox.create_draft(draft)
    assert mailbox.withdraw_draft(draft.key, left)
    assert [message_id_of(raw) for raw in account.drafts()] == ["own@cliente.example"]


def test_a_draft_that_a_client_wrote_anew_without_our_marks_is_edited(account: Account) -> None:
    mailbox = account.open()
    draft = a_draft()
    left = mailbox.create_draft(draft)
    [raw] = account.drafts()
    edited = raw.replace(draft.message_id.encode(), b"1234@thunderbird.example").replace(b"X-Prometido", b"X-Gone")
    account.client.append("Drafts", "(\\Draft)", "", edited.replace(b"adjunto el", b"adjunto por fin el"))
    account.client.select("Drafts")
    account.client.store("1", "+FLAGS", "(\\Deleted)")
    account.client.expunge()
    assert mailbox.draft_states([(draft.key, left)]) == [MarkState.EDITED]
    assert not mailbox.withdraw_draft(draft.key, left)
    assert len(account.drafts()) == 1


def test_a_draft_is_flagged_as_one_and_as_seen(account: Account) -> None:
    account.open().create_draft(a_draft())
    [flags] = account.flags("Drafts")
    assert b"\\Draft" in flags
    assert b"\\Seen" in flags


def test_a_thread_that_answers_is_in_the_sent_folder_after_the_draft_was_sent(account: Account) -> None:
    mailbox = account.open()
    cursor = read(mailbox)[-1].cursor
    draft = a_draft()
    left = mailbox.create_draft(draft)
    [raw] = account.drafts()
    account.client.append("Sent", "(\\Seen)", "", raw)
    account.client.select("Drafts")
    account.client.store("1:*", "+FLAGS", "(\\Deleted)")
    account.client.expunge()
    [message] = messages(read(mailbox, cursor))
    assert message.role is FolderRole.SENT
    assert message.parts is not None
    assert ("X-Prometido", draft.key) in message.parts.headers
    assert mailbox.draft_states([(draft.key, left)]) == [MarkState.GONE]


QUOTA = """
mail_plugins = quota
protocol imap {
  mail_plugins = quota
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=1K
}
"""


def test_a_full_mailbox_refuses_the_draft_and_says_so() -> None:
    server = Dovecot(more=QUOTA)
    try:
        with closing(Account(server)) as account:
            with pytest.raises(Refused, match=r"(?i)quota"):
                account.open().create_draft(a_draft(text="Hola\n" * 2000))
            assert account.drafts() == []
    finally:
        server.stop()


def test_a_server_that_restarts_in_the_middle_of_a_read_costs_nothing() -> None:
    server = Dovecot()
    try:
        with closing(Account(server)) as account:
            account.fill(2000)
            mailbox = account.open()
            seen: list[MailBatch] = []
            with pytest.raises(Transient):  # noqa: PT012 - the restart happens during the read
                for batch in mailbox.read(None, since=SINCE):
                    seen.append(batch)
                    server.stop()
            with pytest.raises(Transient, match="cannot be reached"):
                read(mailbox, seen[-1].cursor)
            server.start()
            rest = read(mailbox, seen[-1].cursor)
            assert rest[-1].complete
            assert set(ids(seen)) | set(ids(rest)) == {f"m{number}" for number in range(2000)}
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_the_server_runs_as_an_ordinary_user_too() -> None:
    server = Dovecot(as_user="nobody")
    try:
        with closing(Account(server)) as account:
            account.deliver("m1")
            assert ids(read(account.open())) == ["m1"]
    finally:
        server.stop()


@pytest.fixture(scope="module")
def plain_server() -> Iterator[Dovecot]:
    """A server that marks no folder and separates levels with a dot."""
    server = Dovecot(separator=".", special_use=False)
    yield server
    server.stop()


def test_folders_are_found_by_their_usual_names_in_any_language(plain_server: Dovecot) -> None:
    with closing(Account(plain_server)) as account:
        account.client.create('"INBOX.Elementos enviados"')
        account.client.create("Entw&APw-rfe")
        texts = [finding.text for finding in account.open().check()]
        assert any(text.startswith("sent: INBOX.Elementos enviados (its name is usual") for text in texts)
        assert any(text.startswith("drafts: Entwürfe (its name is usual") for text in texts)
        account.deliver("m1", folder='"INBOX.Elementos enviados"')
        assert ids(read(account.open())) == ["m1"]
        mailbox = account.open()
        mailbox.create_draft(a_draft())
        account.client.select("Entw&APw-rfe")
        assert account.client.search(None, "DRAFT")[1] == [b"1"]


def test_between_two_folders_the_user_chooses(plain_server: Dovecot) -> None:
    with closing(Account(plain_server)) as account:
        for folder in ("Enviados", "Sent"):
            account.client.create(folder)
        with pytest.raises(NeedsUser, match="Enviados"):
            read(account.open())
        assert read(account.open(wanted=Wanted(sent=("Sent", "Enviados"))))[-1].complete


def test_a_configured_folder_that_is_missing_is_named_with_those_there_are(account: Account) -> None:
    with pytest.raises(NeedsUser, match=r"'Enviats' \(sent\) is not on the server, which has: Archive, Drafts"):
        read(account.open(wanted=Wanted(sent=("Enviats",))))


def test_the_configured_name_may_leave_out_the_prefix_of_the_server(plain_server: Dovecot) -> None:
    with closing(Account(plain_server)) as account:
        for folder in ("Sent", "INBOX.Proyectos"):
            account.client.create(folder)
        account.deliver("m1", folder="INBOX.Proyectos")
        wanted = Wanted(inbox=("INBOX", "Proyectos"), sent=("Sent",))
        assert ids(read(account.open(wanted=wanted))) == ["m1"]


def test_what_check_says_is_what_happens(account: Account) -> None:
    texts = [finding.text for finding in account.open().check()]
    assert texts == [
        "inbox: INBOX (where every server puts new mail)",
        "sent: Sent (the server says it is for sent mail (\\Sent))",
        "drafts: Drafts (the server says it is for drafts (\\Drafts))",
        "the server offers SPECIAL-USE, CONDSTORE, QRESYNC, UIDPLUS",
        "delayed mail gets the keyword Retrasado, if the server keeps keywords",
    ]


def test_header_lines_that_are_not_read_are_not_fetched(account: Account, proxy: Proxy) -> None:
    raw = b"Received: from nowhere\r\n" * 2000 + a_letter("m1@cliente.example")
    account.client.append("INBOX", "", "", raw)
    [message] = messages(read(account.open(proxy.port)))
    assert header_of(a_letter(), "Subject") in dict(message.parts.headers if message.parts else ()).values()
    assert proxy.received < 5000


def test_the_maildir_of_the_server_is_never_touched_by_reading(account: Account) -> None:
    account.deliver("m1")
    folder = account.server.maildir(account.user)
    before = {path.name.partition(":")[2] for path in folder.glob("*/*.*") if path.parent.name in {"cur", "new"}}
    read(account.open())
    after = {path.name.partition(":")[2] for path in folder.glob("*/*.*") if path.parent.name in {"cur", "new"}}
    assert before == after
    assert isinstance(folder, Path)


def test_a_server_that_drips_is_given_up(account: Account) -> None:
    with Proxy(account.server.port) as proxy:
        mailbox = account.open(proxy.port, seconds=1)
        account.fill(50)
        mailbox.check()  # signed in, unless that alone takes so long
        proxy.drip()
        with pytest.raises(Transient, match="no answer in time"):
            read(mailbox)


def test_a_mailbox_that_is_closed_leaves_no_connection_behind(account: Account) -> None:
    mailbox = account.open()
    read(mailbox)
    mailbox.close()
    mailbox.close()
    ends = re.compile(rf"imap\({account.user}\).*Logged out")
    deadline = time.monotonic() + 60
    while not ends.search(account.server.log()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ends.search(account.server.log())
