"""The twins in memory fail when they are told to, with or without effect."""

from __future__ import annotations

import pytest

from connectors.errors import Transient, UnknownOutcome
from connectors.memory import MemoryCalendar, MemoryMailbox, MemoryTasks
from connectors.protocols import FolderRole
from tests.contract.letters import SINCE, a_draft, a_letter, a_task


def test_a_create_fails_once_without_effect() -> None:
    mailbox = MemoryMailbox()
    mailbox.faults.fail_next("create_draft", Transient("away"))
    with pytest.raises(Transient):
        mailbox.create_draft(a_draft())
    assert mailbox.drafts == {}
    mailbox.create_draft(a_draft())
    assert mailbox.faults.calls == ["create_draft", "create_draft"]


def test_a_create_whose_answer_is_lost_has_had_its_effect() -> None:
    mailbox, tasks = MemoryMailbox(), MemoryTasks()
    mailbox.faults.fail_next("create_draft", UnknownOutcome("lost"), executed=True)
    tasks.faults.fail_next("create_task", UnknownOutcome("lost"), executed=True)
    with pytest.raises(UnknownOutcome):
        mailbox.create_draft(a_draft())
    with pytest.raises(UnknownOutcome):
        tasks.create_task(a_task())
    assert mailbox.find_draft(a_draft().key, message_id="") is not None
    assert tasks.find_task(a_task().key, uid=a_task().uid) is not None


def test_faults_of_one_operation_come_in_the_order_they_were_told() -> None:
    calendar = MemoryCalendar()
    for text in ("first", "second"):
        calendar.faults.fail_next("check", Transient(text))
    for text in ("first", "second"):
        with pytest.raises(Transient, match=text):
            calendar.check()
    assert calendar.check()[0].ok


def test_a_read_can_break_off_between_two_batches() -> None:
    mailbox = MemoryMailbox()
    for number in range(250):
        mailbox.deliver(a_letter(f"m{number}@x"))
    reading = mailbox.read(None, since=SINCE)
    first = next(reading)
    mailbox.faults.fail_next("batch", Transient("away"))
    with pytest.raises(Transient):
        next(reading)
    rest = list(mailbox.read(first.cursor, since=SINCE))
    assert sum(len(batch.messages) for batch in rest) == 50


def test_a_draft_that_was_sent_is_sent_mail() -> None:
    mailbox = MemoryMailbox()
    left = mailbox.create_draft(a_draft())
    mailbox.send(left.ref)
    [message] = [message for batch in mailbox.read(None, since=SINCE) for message in batch.messages]
    assert message.role is FolderRole.SENT
