"""Google as it breaks: nothing is lost, nothing is there twice, and each fault means what it should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import (
    ConnectorError,
    CursorExpired,
    NeedsUser,
    Refused,
    SignInNeeded,
    Transient,
)
from connectors.protocols import FolderRole, MarkState
from tests.contract.letters import NOW, SINCE, a_draft, a_letter, a_task, an_event
from tests.contract.worlds.google import GmailWorld, instances_of
from tests.servers import google
from tests.servers.batches import ids
from tests.servers.google_account import Account, an_account, read


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"status": 403, "reason": "insufficientPermissions"}, NeedsUser),
        ({"status": 403, "reason": "accessNotConfigured"}, NeedsUser),
        ({"status": 403, "reason": "domainPolicy"}, NeedsUser),
        ({"status": 403, "reason": "forbidden"}, Refused),
        ({"status": 403, "reason": "dailyLimitExceeded"}, Transient),
        ({"status": 400, "reason": "failedPrecondition"}, NeedsUser),
    ],
)
def test_what_waiting_does_not_help_is_not_tried_again(
    account: Account, how: dict[str, Any], expected: type[ConnectorError]
) -> None:
    account.breaks("GET .*/profile", **how, times=100)
    with pytest.raises(expected) as caught:
        read(account.mailbox())
    assert not isinstance(caught.value, SignInNeeded)
    assert sum("profile" in path for _, path in account.user.requests) == 1


@pytest.mark.parametrize(
    "how",
    [
        {"status": 403, "reason": "rateLimitExceeded"},
        {"status": 403, "reason": "userRateLimitExceeded"},
        {"status": 429, "reason": "rateLimitExceeded"},
        {"status": 500},
        {"status": 502, "body": b"<html>Bad gateway"},
        {"status": 503},
        {"lost": True},
        {"cut": 10, "executed": True},
    ],
)
def test_a_storm_is_waited_out(account: Account, how: dict[str, Any]) -> None:
    account.deliver(3)
    account.breaks("GET .*/profile", **how, times=3)
    account.breaks("GET .*/messages", **how, times=3)
    account.breaks("POST batch", **how, times=3)
    batches = read(account.mailbox())
    assert len(ids(batches)) == 3
    assert batches[-1].complete
    assert len([seconds for seconds in account.waited if seconds > 0]) >= 9
    assert max(account.waited) <= 20


def test_what_is_refused_within_a_batch_is_asked_for_again_and_nothing_else_is(account: Account) -> None:
    account.deliver(60)
    account.breaks("GET .*/messages/", inside=True, status=429, times=17)
    batches = read(account.mailbox())
    assert sorted(ids(batches)) == sorted(f"m{number}@cliente.example" for number in range(60))
    assert account.user.calls.count("gmail.users.messages.get") == 60


def test_a_batch_that_is_always_refused_in_part_loses_nothing(account: Account) -> None:
    account.deliver(30)
    mailbox = account.mailbox()
    account.breaks("GET .*/messages/", inside=True, status=429, times=100000)
    with pytest.raises(Transient):
        read(mailbox)
    account.user.faults.clear()
    assert len(ids(read(mailbox))) == 30


def test_a_batch_that_is_cut_off_is_asked_for_again(account: Account) -> None:
    account.deliver(30)
    account.breaks("POST batch", cut=900, executed=True, times=2)
    assert len(set(ids(read(account.mailbox())))) == 30


def test_a_message_that_is_gone_before_it_is_fetched_is_passed_over(account: Account) -> None:
    account.deliver(3)
    account.breaks("GET .*/messages/", inside=True, status=404, reason="notFound")
    assert len(ids(read(account.mailbox()))) == 2


def test_a_first_read_that_is_cut_short_goes_on_where_it_was(account: Account) -> None:
    account.deliver(120)
    reading = account.mailbox().read(None, since=SINCE)
    first = next(reading)
    newest = {f"m{number}@cliente.example" for number in range(50)}
    assert set(ids([first])) == newest
    account.user.calls.clear()
    rest = read(account.mailbox(), first.cursor)
    assert account.user.calls.count("gmail.users.messages.get") == 70
    assert len({*ids([first]), *ids(rest)}) == 120


def test_a_first_read_costs_next_to_nothing_besides_the_messages(account: Account) -> None:
    account.deliver(300)
    read(account.mailbox())
    assert 300 * 20 <= account.user.units <= 300 * 20 * 1.05


def test_a_first_read_keeps_to_the_quota_of_a_minute(account: Account) -> None:
    account.deliver(400)
    mailbox = account.mailbox()
    at = 0.0

    def sleep(seconds: float) -> None:
        nonlocal at
        at += seconds

    pace = mailbox.service.pace
    pace.sleep, pace.clock = sleep, lambda: at
    spent = [(at, pace.spent) for _ in mailbox.read(None, since=SINCE)]
    assert pace.spent == account.user.units
    for start, before in spent:
        within = [units for moment, units in spent if start <= moment < start + 60]
        assert max(within) - before <= 6000
    assert 70 < at < 90


def test_a_history_that_google_has_forgotten_is_read_again_from_the_beginning(account: Account) -> None:
    account.deliver(2)
    cursor = read(account.mailbox())[-1].cursor
    account.user.oldest_history = 10**30
    with pytest.raises(CursorExpired):
        read(account.mailbox(), cursor)
    assert len(ids(read(account.mailbox()))) == 2


def test_changes_are_read_to_their_end_before_the_place_moves_on(account: Account) -> None:
    cursor = read(account.mailbox())[-1].cursor
    account.deliver(60)
    mailbox = account.mailbox()
    reading = mailbox.read(cursor, since=SINCE)
    first = next(reading)
    assert not first.complete
    assert len({*ids([first]), *ids(read(account.mailbox(), first.cursor))}) == 60
    assert len(ids([first])) < 60


def test_a_thread_of_five_hundred_messages_is_read_message_by_message(account: Account) -> None:
    thread = account.user.ask(
        "POST", "messages", body={"raw": google.encoded(a_letter("m0@cliente.example")), "labelIds": ["INBOX"]}
    ).json()["threadId"]
    account.deliver(499, first=1, thread=thread)
    batches = read(account.mailbox())
    assert len(set(ids(batches))) == 500
    assert {message.thread_hint for batch in batches for message in batch.messages} == {thread}


def test_mail_that_was_archived_is_read_and_spam_is_not(account: Account) -> None:
    for label, number in (("INBOX", 1), ("", 2), ("SPAM", 3), ("TRASH", 4)):
        raw = a_letter(f"m{number}@cliente.example")
        body = {"raw": google.encoded(raw), "labelIds": [label] if label else ["IMPORTANT"]}
        account.user.ask("POST", "messages", body=body)
    batches = read(account.mailbox())
    assert sorted(ids(batches)) == ["m1@cliente.example", "m2@cliente.example"]
    roles = {message.role for batch in batches for message in batch.messages}
    assert roles == {FolderRole.INBOX, FolderRole.OTHER}
    spam = account.user.all_messages("SPAM")[0]["id"]
    account.user.ask("POST", f"messages/{spam}/modify", body={"removeLabelIds": ["SPAM"], "addLabelIds": ["INBOX"]})
    assert ids(read(account.mailbox(), batches[-1].cursor)) == ["m3@cliente.example"]


def test_a_draft_that_google_sends_becomes_mail(account: Account) -> None:
    mailbox = account.mailbox()
    cursor = read(mailbox)[-1].cursor
    left = mailbox.create_draft(a_draft())
    [quiet] = read(mailbox, cursor)
    account.user.ask("POST", "drafts/send", body={"id": left.ref.split("\t")[0]})
    [sent, _] = read(mailbox, quiet.cursor)
    assert [message.role for message in sent.messages] == [FolderRole.SENT]
    assert list(mailbox.draft_states([(a_draft().key, left)])) == [MarkState.GONE]


@pytest.mark.parametrize("busy", [0, 40])
def test_among_sixty_drafts_of_its_user_ours_is_found_in_a_few_requests(account: Account, busy: int) -> None:
    for number in range(60):
        raw = google.encoded(a_letter(f"own{number}@estudio.example", outbound=True))
        account.user.ask("POST", "drafts", body={"message": {"raw": raw}})
    left = account.mailbox().create_draft(a_draft())
    account.breaks("GET .*/drafts/", status=429, reason="rateLimitExceeded", inside=True, times=busy)
    account.user.requests.clear()
    assert account.mailbox().find_draft(a_draft().key, message_id=a_draft().message_id) == left
    assert account.user.faults[-1].times == 0
    assert len(account.user.requests) <= 6 + busy


def test_a_draft_is_left_in_its_thread_or_by_itself_where_the_thread_is_gone(account: Account, tmp_path: Path) -> None:
    account.deliver(1)
    mailbox = account.mailbox()
    [message] = [message for batch in read(mailbox) for message in batch.messages]
    inside = mailbox.create_draft(replace(a_draft("a/send"), thread_hint=message.thread_hint))
    thread = account.user.ask("GET", f"drafts/{inside.ref.split(chr(9))[0]}").json()["message"]["threadId"]
    assert thread == message.thread_hint
    mailbox.create_draft(replace(a_draft("b/send"), thread_hint="18c0ffee18c0ffee"))
    assert len(account.user.all_drafts()) == 2


def test_a_token_that_is_revoked_in_the_middle_of_a_read_needs_a_sign_in(account: Account) -> None:
    account.deliver(120)
    mailbox = account.mailbox()
    reading = mailbox.read(None, since=SINCE)
    first = next(reading)
    account.user.tokens.clear()
    account.user.revoked = "invalid_grant"
    with pytest.raises(SignInNeeded, match="prometido auth"):
        list(reading)
    account.user.revoked = ""
    assert len({*ids([first]), *ids(read(account.mailbox(), first.cursor))}) == 120


def test_a_token_that_has_ended_is_renewed_and_nothing_is_lost(account: Account) -> None:
    account.deliver(120)
    reading = account.mailbox().read(None, since=SINCE)
    found = ids([next(reading)])
    account.user.tokens.clear()
    assert len({*found, *ids(list(reading))}) == 120
    assert account.user.refreshes == 2


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"status": 503, "body": b"busy"}, Transient),
        ({"status": 500, "body": b'{"error": "internal_failure"}'}, Transient),
        ({"lost": True}, Transient),
        (
            {
                "status": 400,
                "body": b'{"error": "invalid_grant", "error_description": "Token revoked."}',
            },
            SignInNeeded,
        ),
        (
            {
                "status": 400,
                "body": b'{"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a'
                b' short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values."}',
            },
            Transient,
        ),
        ({"status": 401, "body": b'{"error": "invalid_client"}'}, NeedsUser),
        ({"status": 401, "body": b'{"error": "unauthorized_client"}'}, NeedsUser),
    ],
)
def test_only_a_grant_that_is_no_longer_valid_means_revoked(
    account: Account, how: dict[str, Any], expected: type[ConnectorError]
) -> None:
    account.breaks("POST token", **how, times=100)
    with pytest.raises(expected) as caught:
        read(account.mailbox())
    assert isinstance(caught.value, SignInNeeded) is (expected is SignInNeeded)
    assert "refresh" not in str(caught.value)


def test_a_clock_that_jumps_neither_stops_nor_repeats_a_read(account: Account) -> None:
    account.deliver(60)
    mailbox = account.mailbox()
    jumps = iter([1000.0, 5.0, 90_000.0, *(float(second) for second in range(1000))])
    mailbox.service.pace.clock = lambda: next(jumps)
    assert len(ids(read(mailbox))) == 60
    assert all(seconds <= 20 for seconds in account.waited)


def test_a_calendar_whose_token_has_expired_is_read_anew(account: Account) -> None:
    for event in instances_of("e1", an_event("e1")):
        account.user.calendar.put("primary", event)
    agenda = account.agenda()
    start, end = (
        datetime.fromisoformat("2026-03-01T00:00:00+00:00"),
        datetime.fromisoformat("2026-04-01T00:00:00+00:00"),
    )
    cursor = agenda.read_events(None, start=start, end=end).cursor
    account.user.calendar.forget_tokens()
    with pytest.raises(CursorExpired):
        agenda.read_events(cursor, start=start, end=end)
    assert len(agenda.read_events(None, start=start, end=end).events) == 1


def test_a_task_another_program_changes_at_the_same_time_is_not_overwritten(account: Account) -> None:
    tasks = account.event_tasks()
    left = tasks.create_task(a_task())
    account.breaks("(PATCH|DELETE) .*/events/", status=412, reason="conditionNotMet")
    assert not tasks.withdraw_task(left, uid=a_task().uid)
    account.breaks("PATCH .*/events/", status=412, reason="conditionNotMet", times=2)
    assert tasks.complete_task(left, uid=a_task().uid, at=NOW)


def test_without_the_wider_permission_nothing_is_labelled(account: Account) -> None:
    with pytest.raises(Refused, match="labels: true"):
        account.mailbox().mark_delayed("x", message_id="m1@cliente.example")


def test_a_label_is_taken_from_a_message_that_is_known_by_its_message_id_alone(tmp_path: Path) -> None:
    world = GmailWorld(google.front().new_user(), tmp_path, keeps_ids=True)
    world.deliver(a_letter("m1@cliente.example"), FolderRole.INBOX)
    [message] = [message for batch in read(world.mailbox) for message in batch.messages]
    assert world.mailbox.mark_delayed(message.ref, message_id="m1@cliente.example")
    assert world.mailbox.unmark_delayed("", message_id="m1@cliente.example")
    assert world.delayed() == []
    world.close()
