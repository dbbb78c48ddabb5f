"""What every connector that reads mail keeps to."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from connectors.errors import CursorExpired, NeedsUser
from connectors.protocols import FolderRole, Incoming, MailBatch
from connectors.registry import Mailbox
from tests.contract.letters import NOW, SINCE, a_draft, a_letter
from tests.contract.worlds.base import MailWorld, UndeliverableError


def read(mailbox: Mailbox, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))


def ids(batches: list[MailBatch]) -> list[str]:
    return [header(message, "message-id").strip("<>") for batch in batches for message in batch.messages]


def header(message: Incoming, name: str) -> str:
    assert message.parts is not None, message.unreadable
    return next(value for key, value in message.parts.headers if key.lower() == name)


def test_a_mailbox_has_every_capability(mail: MailWorld) -> None:
    assert isinstance(mail.mailbox, Mailbox)


def test_an_empty_mailbox_is_read_completely(mail: MailWorld) -> None:
    [batch] = read(mail.mailbox)
    assert batch.complete
    assert batch.messages == ()


def test_received_and_sent_mail_is_read_with_its_role(mail: MailWorld) -> None:
    mail.deliver(a_letter("in@cliente.example"), FolderRole.INBOX)
    mail.deliver(a_letter("out@estudio.example", outbound=True), FolderRole.SENT)
    batches = read(mail.mailbox)
    roles = {header(message, "message-id"): message.role for batch in batches for message in batch.messages}
    assert roles == {"<in@cliente.example>": FolderRole.INBOX, "<out@estudio.example>": FolderRole.SENT}


def test_a_message_comes_with_its_text_and_the_names_of_its_attachments(mail: MailWorld) -> None:
    mail.deliver(a_letter(text="Le envío el plano: más mañana.\n", attachment="plano ático.pdf"), FolderRole.INBOX)
    [message] = [message for batch in read(mail.mailbox) for message in batch.messages]
    assert message.parts is not None
    assert "más mañana" in (message.parts.plain or "")
    assert message.parts.attachments == ("plano ático.pdf",)
    assert header(message, "subject") == "Reforma de la cocina"


def test_only_the_last_batch_is_complete(mail: MailWorld) -> None:
    for number in range(205):
        mail.deliver(a_letter(f"m{number}@cliente.example"), FolderRole.INBOX)
    batches = read(mail.mailbox)
    assert [batch.complete for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert len(batches) > 1
    assert sum(batch.seen for batch in batches) == 205
    assert {batch.total for batch in batches if batch.messages} <= {205, None}


def test_nothing_is_missed_from_whatever_batch_a_read_goes_on(mail: MailWorld) -> None:
    expected = {f"m{number}@cliente.example" for number in range(450)}
    for message_id in sorted(expected):
        mail.deliver(a_letter(message_id), FolderRole.INBOX)
    batches = read(mail.mailbox)
    for last, batch in enumerate(batches):
        rest = read(mail.reopen(), batch.cursor)
        assert set(ids(batches[: last + 1])) | set(ids(rest)) == expected


def test_with_nothing_new_one_empty_batch_comes(mail: MailWorld) -> None:
    mail.deliver(a_letter(), FolderRole.INBOX)
    [batch] = read(mail.reopen(), read(mail.mailbox)[-1].cursor)
    assert batch.complete
    assert batch.messages == ()
    assert batch.seen == 0


def test_what_comes_later_is_read_alone(mail: MailWorld) -> None:
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    cursor = read(mail.mailbox)[-1].cursor
    mail.deliver(a_letter("m2@cliente.example"), FolderRole.INBOX)
    mail.deliver(a_letter("m3@estudio.example", outbound=True), FolderRole.SENT)
    assert sorted(ids(read(mail.reopen(), cursor))) == ["m2@cliente.example", "m3@estudio.example"]


def test_what_arrives_during_a_read_is_not_lost(mail: MailWorld) -> None:
    for number in range(205):
        mail.deliver(a_letter(f"m{number}@cliente.example"), FolderRole.INBOX)
    reading = mail.mailbox.read(None, since=SINCE)
    batches = [next(reading)]
    mail.deliver(a_letter("late@cliente.example"), FolderRole.INBOX)
    batches += reading
    batches += read(mail.reopen(), batches[-1].cursor)
    assert "late@cliente.example" in ids(batches)


def test_old_mail_is_passed_over_at_the_first_read_whenever_it_was_delivered(mail: MailWorld) -> None:
    mail.deliver(a_letter("old@cliente.example", when=NOW - timedelta(days=400)), FolderRole.INBOX)
    mail.deliver(a_letter("new@cliente.example"), FolderRole.INBOX)
    assert ids(read(mail.mailbox)) == ["new@cliente.example"]


def test_mail_dated_in_the_future_counts_from_its_own_date(mail: MailWorld) -> None:
    mail.deliver(a_letter("ahead@cliente.example", when=NOW + timedelta(days=3000)), FolderRole.INBOX)
    assert ids(read(mail.mailbox)) == ["ahead@cliente.example"]


def test_opening_a_message_does_not_make_it_new(mail: MailWorld) -> None:
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    cursor = read(mail.mailbox)[-1].cursor
    mail.open_message("m1@cliente.example")
    assert ids(read(mail.mailbox, cursor)) == []


def test_drafts_are_not_mail(mail: MailWorld) -> None:
    mail.mailbox.create_draft(a_draft())
    assert ids(read(mail.mailbox)) == []


def test_a_message_nested_without_end_is_reported_and_the_others_are_read(mail: MailWorld) -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(1500)
    )
    with suppress(UndeliverableError):
        mail.deliver(b"From: evil@x.example\r\nMessage-ID: <evil@x.example>\r\n" + nested, FolderRole.INBOX)
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    messages = [message for batch in read(mail.mailbox) for message in batch.messages]
    read_ones = [message for message in messages if message.parts and message.parts.plain]
    assert [header(message, "message-id") for message in read_ones] == ["<m1@cliente.example>"]
    assert all((message.parts is None) == bool(message.unreadable) for message in messages)


def test_a_mailbox_that_is_suddenly_empty_needs_its_user(mail: MailWorld) -> None:
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    mail.deliver(a_letter("m2@estudio.example", outbound=True), FolderRole.SENT)
    cursor = read(mail.mailbox)[-1].cursor
    mail.lose_everything()
    with pytest.raises(NeedsUser):
        read(mail.reopen(), cursor)


@pytest.mark.parametrize("cursor", ["nonsense", "{}", "[]", '{"v":99}', '"1"', "1:2:3:4"])
def test_a_cursor_nobody_wrote_has_expired(mail: MailWorld, cursor: str) -> None:
    mail.deliver(a_letter(), FolderRole.INBOX)
    with pytest.raises(CursorExpired):
        read(mail.mailbox, cursor)


def test_a_check_finds_nothing_wrong_and_changes_nothing(mail: MailWorld) -> None:
    mail.deliver(a_letter(), FolderRole.INBOX)
    cursor = read(mail.mailbox)[-1].cursor
    findings = mail.mailbox.check()
    assert findings
    assert [finding.text for finding in findings if not finding.ok] == []
    assert mail.drafts() == []
    assert ids(read(mail.mailbox, cursor)) == []
