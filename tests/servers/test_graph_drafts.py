"""Drafts at Microsoft: to whom they should be, there once whatever is lost, and known whatever their user does."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import NeedsUser, Refused, Transient, UnknownOutcome
from connectors.microsoft.odata import KEY
from connectors.protocols import Draft, FolderRole, MarkState
from tests.contract.letters import ANA, NOW, PEDRO, a_draft, a_letter
from tests.servers.batches import messages
from tests.servers.graph_account import LUIS, Account, an_account, read
from tests.servers.losses import LOST


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


def an_answer(account: Account, **more: Any) -> Draft:
    """Write a draft that answers a message in the mailbox."""
    answered = account.user.mail.deliver(a_letter("m1@cliente.example"), "inbox")
    return replace(a_draft(), reply_ref=answered, **more)


def people(message: dict[str, Any], field: str = "toRecipients") -> list[str]:
    return [one["emailAddress"]["address"] for one in message[field]]


def is_there_once(account: Account, draft: Draft) -> None:
    """Do what the daemon does next: look for it, and leave it where it is not complete."""
    again = account.mailbox()
    found = again.find_draft(draft.key, message_id=draft.message_id, in_reply_to=draft.in_reply_to)
    left = found or again.create_draft(draft)
    assert again.find_draft(draft.key, message_id=draft.message_id) == left
    [there] = account.user.mail.held("drafts")
    assert there["_text"].split() == draft.text.split()
    assert people(there) == [person.address for person in draft.to]
    assert there["subject"] == draft.subject
    assert there["_properties"][KEY] == draft.key
    assert list(again.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]


@pytest.mark.parametrize("ignores_marks", [False, True], ids=["", "and our marks are not taken with it"])
@pytest.mark.parametrize(("how", "there"), LOST)
def test_an_answer_whose_making_is_lost_is_there_once(
    account: Account, how: dict[str, Any], there: int, ignores_marks: bool
) -> None:
    draft = an_answer(account)
    account.user.mail.ignores_marks = ignores_marks
    account.breaks("POST .*/createReply$", **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert len(account.user.mail.held("drafts")) == there
    assert account.mailbox().find_draft(draft.key, message_id=draft.message_id) is None or not there
    is_there_once(account, draft)


@pytest.mark.parametrize(("how", "there"), LOST)
def test_an_answer_whose_change_is_lost_again_and_again_is_finished_the_next_time(
    account: Account, how: dict[str, Any], there: int
) -> None:
    draft = an_answer(account)
    account.breaks("PATCH .*/messages/AAkALg-draft", times=5, **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert len(account.user.mail.held("drafts")) == 1
    is_there_once(account, draft)


def test_a_draft_whose_proof_cannot_be_read_is_found_the_next_time(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("GET .*/messages/AAkALg-draft", times=5, status=503)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    is_there_once(account, draft)


def test_an_answer_to_our_own_mail_is_to_whom_it_was_to(account: Account) -> None:
    ours = account.user.mail.deliver(a_letter("m1@estudio.example", outbound=True), "sentitems")
    draft = replace(a_draft(), reply_ref=ours, to=(PEDRO, LUIS), cc=(), in_reply_to="m1@estudio.example")
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert people(there) == [PEDRO.address, LUIS.address]
    assert ANA.address not in people(there)
    assert people(there, "ccRecipients") == []
    assert there["conversationId"] == account.user.mail.messages[ours]["conversationId"]
    assert "messages.createReplyAll" in account.user.calls


def test_what_is_answered_is_not_left_marked_as_read(account: Account) -> None:
    draft = an_answer(account)
    account.mailbox().create_draft(draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is False
    account.user.mail.touch(draft.reply_ref, isRead=True)
    other = replace(draft, key="b/send", message_id="b.send@prometido.invalid")
    account.mailbox().create_draft(other)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is True, "it was read before"


@pytest.mark.parametrize("ignores_marks", [False, True], ids=["", "and our marks are not taken with it"])
@pytest.mark.parametrize(("how", "there"), LOST)
def test_what_is_answered_is_not_left_marked_as_read_though_the_reply_is_lost(
    account: Account, how: dict[str, Any], there: int, ignores_marks: bool
) -> None:
    draft = an_answer(account)
    account.user.mail.ignores_marks = ignores_marks
    account.breaks("POST .*/createReply$", **how)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is False


def test_what_is_answered_is_marked_as_unread_by_whoever_finishes_what_was_cut_short(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("POST .*/createReply$", lost=True, executed=True)
    account.breaks(f"GET .*/{draft.reply_ref}$", skip=1, times=5, lost=True)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is True, "nothing could be reached any more"
    is_there_once(account, draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is False


def test_an_answer_is_not_complete_before_what_it_answers_is_unread_again(account: Account) -> None:
    draft = an_answer(account)
    account.breaks(f"PATCH .*/{draft.reply_ref}$", times=5, status=503)
    with pytest.raises(UnknownOutcome):
        account.mailbox().create_draft(draft)
    assert account.mailbox().find_draft(draft.key, message_id=draft.message_id) is None
    is_there_once(account, draft)
    assert account.user.mail.messages[draft.reply_ref]["isRead"] is False


def test_an_answer_whose_message_id_is_refused_is_known_by_its_key(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("PATCH ", status=400, reason="ErrorInvalidPropertySet")
    left = account.mailbox().create_draft(draft)
    assert account.mailbox().find_draft(draft.key, message_id=draft.message_id) is not None
    assert list(account.mailbox().draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]


@pytest.mark.parametrize("times", [1, 2])
def test_a_draft_whose_marks_are_refused_is_left_with_its_key_all_the_same(account: Account, times: int) -> None:
    draft = replace(a_draft(), in_reply_to="gone@cliente.example")
    account.breaks("POST .*/messages$", status=400, reason="ErrorInvalidPropertySet", times=times)
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert there["_properties"][KEY] == draft.key


def test_a_draft_that_is_refused_for_good_is_told_so(account: Account) -> None:
    account.breaks("POST .*/messages$", status=400, reason="ErrorInvalidRecipients", times=3)
    with pytest.raises(Refused):
        account.mailbox().create_draft(replace(a_draft(), in_reply_to=""))


def test_an_answer_that_names_nothing_is_looked_for_the_next_time(account: Account) -> None:
    draft = an_answer(account)
    account.user.told = lambda said: {} if "createReply" in account.user.requests[-1][1] else said
    with pytest.raises(UnknownOutcome, match="does not name it"):
        account.mailbox().create_draft(draft)
    account.user.told = lambda said: said
    is_there_once(account, draft)


def test_drafts_are_left_in_the_folder_everybody_has_whatever_it_is_shown_as(account: Account) -> None:
    account.mailbox(drafts=("Borradores",)).create_draft(an_answer(account))
    account.user.mail.add_folder("Míos")
    with pytest.raises(NeedsUser, match="take drafts: away"):
        account.mailbox(drafts=("Míos",)).create_draft(replace(a_draft(), key="b/send"))
    with pytest.raises(NeedsUser, match="take drafts: away"):
        read(account.mailbox(drafts=("Míos",)))


def test_an_answer_to_what_is_gone_is_left_by_itself(account: Account) -> None:
    draft = an_answer(account)
    account.user.mail.remove(draft.reply_ref)
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert people(there) == [PEDRO.address]
    assert there["_properties"]["String 0x1042"] == "<m1@cliente.example>"


def test_an_answer_that_is_refused_with_our_header_is_made_without_it_or_left_by_itself(account: Account) -> None:
    draft = an_answer(account)
    account.breaks("POST .*/createReply$", status=400, reason="ErrorInvalidRequest")
    account.mailbox().create_draft(draft)
    [there] = account.user.mail.held("drafts")
    assert there["conversationId"] == account.user.mail.messages[draft.reply_ref]["conversationId"]
    account.breaks("POST .*/createReply$", status=400, reason="ErrorInvalidRequest", times=2)
    account.mailbox().create_draft(replace(draft, key="b/send", message_id="b@prometido.invalid"))
    assert [one["_properties"][KEY] for one in account.user.mail.held("drafts")] == [draft.key, "b/send"]


def test_an_answer_is_found_by_the_message_id_of_what_it_answers(account: Account) -> None:
    answered = account.user.mail.deliver(a_letter("m1@cliente.example"), "archive")
    account.mailbox().create_draft(a_draft())
    [there] = account.user.mail.held("drafts")
    assert there["conversationId"] == account.user.mail.messages[answered]["conversationId"]


def test_a_draft_its_user_sends_is_gone_and_its_mail_is_read_with_our_key(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    cursor = read(mailbox)[-1].cursor
    left = mailbox.create_draft(draft)
    [there] = account.user.mail.held("drafts")
    account.user.mail.send(there["id"], "sent@estudio.example", NOW)
    batches = read(mailbox, cursor)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.GONE]
    [sent] = messages(batches)
    assert sent.role is FolderRole.SENT
    assert sent.parts is not None
    assert ("X-Prometido", draft.key) in sent.parts.headers
    assert ("In-Reply-To", "<m1@cliente.example>") in sent.parts.headers
    assert mailbox.withdraw_draft(draft.key, left), "what is gone is withdrawn"


def test_a_draft_its_user_deletes_is_gone_though_its_id_is_not(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    [there] = account.user.mail.held("drafts")
    account.user.mail.move(there["id"], "deleteditems")
    read(mailbox)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.GONE]


def test_with_nothing_changed_no_request_tells_how_drafts_are(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    cursor = read(mailbox)[-1].cursor
    mailbox.draft_states([(draft.key, left)])
    cursor = read(mailbox, cursor)[-1].cursor
    account.user.calls.clear()
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
    assert account.user.calls == []
    [there] = account.user.mail.held("drafts")
    account.user.mail.touch(there["id"], _text="Otra cosa")
    read(mailbox, cursor)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.EDITED]


def test_a_process_that_has_just_started_asks_for_no_more(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    cursor = read(mailbox)[-1].cursor
    mailbox.draft_states([(draft.key, left)])
    for _ in range(3):
        fresh = account.mailbox()
        cursor = read(fresh, cursor)[-1].cursor
        account.user.calls.clear()
        assert list(fresh.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
        assert account.user.calls == []
    [file] = account.context.state.glob("*.drafts.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [there] = account.user.mail.held("drafts")
    account.user.mail.move(there["id"], "deleteditems")
    fresh = account.mailbox()
    read(fresh, cursor)
    assert list(fresh.draft_states([(draft.key, left)])) == [MarkState.GONE]


def test_what_happened_in_a_read_that_was_followed_by_no_look_is_seen_by_the_next_process(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    cursor = read(mailbox)[-1].cursor
    mailbox.draft_states([(draft.key, left)])
    [there] = account.user.mail.held("drafts")
    account.user.mail.move(there["id"], "deleteditems")
    cursor = read(account.mailbox(), cursor)[-1].cursor  # and then it is killed
    fresh = account.mailbox()
    read(fresh, cursor)
    assert list(fresh.draft_states([(draft.key, left)])) == [MarkState.GONE]


@pytest.mark.parametrize("text", ["", "[]", '{"v": 1, "place": "x", "states": [["a"]]}', '{"v": 2}'])
def test_what_is_known_of_drafts_and_cannot_be_read_is_looked_up(account: Account, text: str) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    cursor = read(mailbox)[-1].cursor
    mailbox.draft_states([(draft.key, left)])
    [file] = account.context.state.glob("*.drafts.json")
    file.write_text(text)
    fresh = account.mailbox()
    read(fresh, cursor)
    account.user.calls.clear()
    assert list(fresh.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
    assert "messages.get" in account.user.calls


def test_without_a_read_before_it_drafts_are_looked_at_each_time(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.UNTOUCHED]
    [there] = account.user.mail.held("drafts")
    account.user.mail.touch(there["id"], _text="Otra cosa")
    assert list(mailbox.draft_states([(draft.key, left)])) == [MarkState.EDITED]


def test_a_draft_that_is_edited_while_it_is_withdrawn_stays(account: Account) -> None:
    mailbox, draft = account.mailbox(), an_answer(account)
    left = mailbox.create_draft(draft)
    account.breaks("DELETE ", status=412, reason="ErrorIrresolvableConflict")
    assert not mailbox.withdraw_draft(draft.key, left)
    assert len(account.user.mail.held("drafts")) == 1


def test_what_is_delayed_is_found_by_its_message_id_where_its_id_has_changed(account: Account) -> None:
    [one] = account.deliver(1)
    mailbox = account.mailbox()
    assert mailbox.mark_delayed("AAkALg-before-the-mailbox-was-moved", message_id="m0@cliente.example")
    assert account.user.mail.messages[one]["categories"] == ["Prometido: retrasado"]
    assert mailbox.unmark_delayed("AAkALg-before-the-mailbox-was-moved", message_id="m0@cliente.example")
    account.user.mail.remove(one)
    assert not mailbox.mark_delayed(one, message_id="m0@cliente.example")


def test_a_category_that_is_refused_is_told_so(account: Account) -> None:
    [one] = account.deliver(1)
    account.breaks("PATCH ", status=400, reason="ErrorInvalidRequest")
    with pytest.raises(Refused):
        account.mailbox().mark_delayed(one, message_id="m0@cliente.example")


def test_marking_what_is_delayed_leaves_its_users_own_categories(account: Account) -> None:
    [one] = account.deliver(1)
    account.user.mail.touch(one, categories=["Obras"])
    mailbox = account.mailbox()
    account.breaks("PATCH ", status=412, times=2)
    assert mailbox.mark_delayed(one, message_id="m0@cliente.example")
    assert account.user.mail.messages[one]["categories"] == ["Obras", "Prometido: retrasado"]
    assert mailbox.unmark_delayed("", message_id="m0@cliente.example")
    assert account.user.mail.messages[one]["categories"] == ["Obras"]
    assert not mailbox.unmark_delayed("", message_id="unknown@cliente.example")
    assert not mailbox.unmark_delayed("", message_id="")
    account.breaks("PATCH ", status=412, times=3)
    with pytest.raises(Transient, match="kept being changed"):
        mailbox.mark_delayed(one, message_id="m0@cliente.example")
