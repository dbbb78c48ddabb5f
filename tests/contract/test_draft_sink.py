"""What every connector that leaves drafts keeps to."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest

from connectors.errors import Refused
from connectors.protocols import FolderRole, MarkState
from tests.contract.letters import a_draft, a_letter
from tests.contract.worlds.base import MailWorld
from tests.contract.worlds.raw import header_of, text_of


def test_a_draft_is_left_complete(mail: MailWorld) -> None:
    draft = a_draft()
    mail.mailbox.create_draft(draft)
    [raw] = mail.drafts()
    assert header_of(raw, "X-Prometido") == draft.key
    assert header_of(raw, "In-Reply-To") == "<m1@cliente.example>"
    assert header_of(raw, "References").split() == ["<m0@cliente.example>", "<m1@cliente.example>"]
    assert header_of(raw, "Subject") == draft.subject
    assert "Le adjunto el presupuesto." in text_of(raw)


def test_a_draft_is_found_again_by_its_key_as_it_was_left(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    found = mail.reopen().find_draft(draft.key, message_id=draft.message_id, in_reply_to=draft.in_reply_to)
    assert found == left


def test_a_draft_of_another_key_is_not_found(mail: MailWorld) -> None:
    mail.mailbox.create_draft(a_draft("c1a2b3/send"))
    other = a_draft("ffffff/send")
    assert mail.mailbox.find_draft(other.key, message_id=other.message_id, in_reply_to=other.in_reply_to) is None


def test_a_draft_its_user_wrote_is_never_taken_for_ours(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    [raw] = mail.drafts()
    own = raw.replace(draft.message_id.encode(), b"own@estudio.example").replace(b"X-Prometido", b"X-Other")
    mail.replace_draft(draft.message_id, own.replace(b"Le adjunto", b"Le llamo por"))
    assert mail.mailbox.find_draft(draft.key, message_id=draft.message_id, in_reply_to=draft.in_reply_to) is None
    assert mail.mailbox.withdraw_draft(draft.key, left) in {True, False}
    assert len(mail.drafts()) == 1


def test_states_come_in_the_order_asked_for(mail: MailWorld) -> None:
    keys = ["a/send", "b/send", "c/send"]
    left = [(key, mail.mailbox.create_draft(a_draft(key))) for key in keys]
    _edit(mail, a_draft("b/send").message_id)
    mail.discard_draft(a_draft("c/send").message_id)
    expected = [MarkState.UNTOUCHED, MarkState.EDITED, MarkState.GONE]
    assert list(mail.reopen().draft_states(left)) == expected
    assert list(mail.reopen().draft_states(left[::-1])) == expected[::-1]
    assert list(mail.mailbox.draft_states([])) == []


def test_a_draft_saved_again_word_for_word_is_untouched(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    [raw] = mail.drafts()
    mail.replace_draft(draft.message_id, raw)
    assert list(mail.reopen().draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]


def test_a_draft_that_was_given_an_attachment_is_edited(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    [raw] = mail.drafts()
    message = message_from_bytes(raw, policy=policy.SMTP)
    message.make_mixed()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="presupuesto.pdf")
    mail.replace_draft(draft.message_id, message.as_bytes())
    assert list(mail.reopen().draft_states([(draft.key, left)])) == [MarkState.EDITED]
    assert not mail.mailbox.withdraw_draft(draft.key, left)
    assert len(mail.drafts()) == 1


def test_an_untouched_draft_is_withdrawn(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    assert mail.mailbox.withdraw_draft(draft.key, left)
    assert mail.drafts() == []
    assert list(mail.mailbox.draft_states([(draft.key, left)])) == [MarkState.GONE]


def test_an_edited_draft_is_left_alone(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    _edit(mail, draft.message_id)
    assert not mail.mailbox.withdraw_draft(draft.key, left)
    [raw] = mail.drafts()
    assert "y los planos" in text_of(raw)


def test_withdrawing_what_is_gone_is_done(mail: MailWorld) -> None:
    draft = a_draft()
    left = mail.mailbox.create_draft(draft)
    mail.discard_draft(draft.message_id)
    assert mail.mailbox.withdraw_draft(draft.key, left)


def test_withdrawing_one_draft_leaves_the_others(mail: MailWorld) -> None:
    left = mail.mailbox.create_draft(a_draft("a/send"))
    mail.mailbox.create_draft(a_draft("b/send"))
    mail.mailbox.withdraw_draft("a/send", left)
    assert [header_of(raw, "X-Prometido") for raw in mail.drafts()] == ["b/send"]


def test_a_message_is_marked_as_delayed_once_and_unmarked(mail: MailWorld) -> None:
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    mail.deliver(a_letter("m2@cliente.example"), FolderRole.INBOX)
    batches = list(mail.mailbox.read(None, since=a_draft().date.replace(year=2020)))
    [ref] = [
        message.ref
        for batch in batches
        for message in batch.messages
        if message.parts
        and any("m1@" in value for name, value in message.parts.headers if name.lower() == "message-id")
    ]
    if not mail.takes_marks:
        with pytest.raises(Refused):
            mail.mailbox.mark_delayed(ref, message_id="m1@cliente.example")
        return
    assert mail.mailbox.mark_delayed(ref, message_id="m1@cliente.example")
    assert mail.reopen().mark_delayed(ref, message_id="m1@cliente.example")
    assert mail.delayed() == ["m1@cliente.example"]
    [quiet] = mail.reopen().read(batches[-1].cursor, since=a_draft().date.replace(year=2020))
    assert quiet.messages == ()
    assert mail.mailbox.unmark_delayed(ref, message_id="m1@cliente.example")
    assert mail.delayed() == []


def test_a_message_that_is_gone_is_not_marked(mail: MailWorld) -> None:
    mail.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    [message] = [
        m for batch in mail.mailbox.read(None, since=a_draft().date.replace(year=2020)) for m in batch.messages
    ]
    mail.remove_message("m1@cliente.example")
    if mail.takes_marks:
        assert not mail.mailbox.mark_delayed(message.ref, message_id="m1@cliente.example")
    else:
        with pytest.raises(Refused):
            mail.mailbox.mark_delayed(message.ref, message_id="m1@cliente.example")


def _edit(mail: MailWorld, message_id: str) -> None:
    """Add some words to a draft, keeping its headers."""
    raw = next(raw for raw in mail.drafts() if message_id in header_of(raw, "Message-ID"))
    mail.replace_draft(message_id, re.sub(rb"presupuesto\.", b"presupuesto y los planos.", raw))
