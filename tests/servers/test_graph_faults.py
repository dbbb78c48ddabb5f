"""Microsoft as it breaks: nothing is lost, nothing is there twice, and each fault means what it should."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors import outlook
from connectors.errors import (
    ConnectorError,
    NeedsUser,
    NoRoom,
    Refused,
    SignInNeeded,
    Transient,
)
from connectors.microsoft.lanes import Lanes
from tests.contract.letters import a_draft
from tests.servers.batches import END, START, ids, messages
from tests.servers.graph import credential_of
from tests.servers.graph_account import Account, an_account, read


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    with an_account(tmp_path) as account:
        yield account


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"status": 403, "reason": "ErrorAccessDenied"}, SignInNeeded),
        ({"status": 404, "reason": "MailboxNotEnabledForRESTAPI"}, NeedsUser),
        ({"status": 404, "reason": "ErrorInvalidUser"}, NeedsUser),
        ({"status": 404, "reason": "ResourceNotFound"}, NeedsUser),
        ({"status": 404, "reason": "ErrorItemNotFound"}, NeedsUser),
        ({"status": 507, "reason": "ErrorQuotaExceeded"}, NoRoom),
        ({"status": 418}, Refused),
    ],
)
def test_what_waiting_does_not_help_is_not_tried_again(
    account: Account, how: dict[str, Any], expected: type[ConnectorError]
) -> None:
    account.breaks("/messages/delta", times=9, **how)
    with pytest.raises(expected) as raised:
        read(account.mailbox())
    assert type(raised.value) is expected
    assert "Said so" not in str(raised.value), "no text of the answer is passed on"
    assert account.waited == []


def test_parts_of_a_batch_that_are_refused_are_asked_for_again(account: Account) -> None:
    account.deliver(50)
    account.breaks("GET .*/messages/", times=15, status=429, headers={"Retry-After": "3"}, inside=True)
    assert len(set(ids(read(account.mailbox())))) == 50
    assert account.waited
    assert all(seconds >= 3 for seconds in account.waited)


def test_a_part_that_is_refused_for_ever_loses_nothing(account: Account) -> None:
    account.deliver(50)
    account.breaks("GET .*/messages/", times=999, status=503, inside=True, skip=30)
    account.breaks("GET me/messages/", times=999, status=503)
    with pytest.raises(Transient):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(set(ids(read(account.mailbox())))) == 50


def test_a_message_that_is_gone_or_refused_is_passed_over(account: Account) -> None:
    account.deliver(3)
    account.breaks("GET .*/messages/", status=404, reason="ErrorItemNotFound", inside=True)
    account.breaks("GET .*/messages/", status=400, reason="ErrorCorruptData", inside=True)
    account.breaks("GET me/messages/", status=400, reason="ErrorCorruptData")
    found = messages(read(account.mailbox()))
    assert len(found) == 2
    assert [message.unreadable for message in found if message.parts is None] == [
        "mail cannot be read: Microsoft answered 400 (ErrorCorruptData)"
    ]


@pytest.mark.parametrize("skip", range(5))
@pytest.mark.parametrize(
    ("status", "code"), [(410, "SyncStateNotFound"), (404, "SyncStateNotFound"), (400, "resyncRequired"), (410, "x")]
)
def test_a_place_that_is_forgotten_at_any_point_begins_the_round_anew(
    account: Account, skip: int, status: int, code: str
) -> None:
    account.deliver(130)
    account.breaks("/messages/delta", skip=skip, status=status, reason=code)
    assert sorted(set(ids(read(account.mailbox())))) == sorted(f"m{number}@cliente.example" for number in range(130))


def test_a_place_that_is_forgotten_between_two_reads_loses_nothing(account: Account) -> None:
    account.deliver(3)
    mailbox = account.mailbox()
    cursor = read(mailbox)[-1].cursor
    account.deliver(2, first=3)
    account.user.mail.forget_places()
    batches = read(mailbox, cursor)
    assert ids(batches) == ["m3@cliente.example", "m4@cliente.example"], "what is known is not read again"
    assert ids(read(mailbox, batches[-1].cursor)) == []


def test_a_server_that_forgets_at_once_is_left_alone(account: Account) -> None:
    account.deliver(3)
    account.breaks("/messages/delta", times=99, skip=1, status=410, reason="SyncStateNotFound")
    with pytest.raises(Transient, match="forgets"):
        read(account.mailbox())


def test_an_item_that_is_told_five_times_is_read_once(account: Account) -> None:
    account.deliver(30)
    account.user.mail.repeats = 5
    batches = read(account.mailbox())
    assert len(ids(batches)) == 30
    assert sum(batch.seen for batch in batches) == 30


def test_a_message_that_is_moved_is_read_once_and_one_that_comes_back_from_spam_is_read(account: Account) -> None:
    [moved] = account.deliver(1)
    [spam] = account.deliver(1, first=1, folder="junkemail")
    mailbox = account.mailbox()
    batches = read(mailbox)
    assert ids(batches) == ["m0@cliente.example"]
    account.user.mail.move(moved, "archive")
    batches = read(mailbox, batches[-1].cursor)
    assert ids(batches) == []
    account.user.mail.move(moved, "inbox")
    account.user.mail.move(spam, "inbox")
    assert ids(read(mailbox, batches[-1].cursor)) == ["m1@cliente.example"]


def test_more_mail_than_a_filtered_query_gives_is_listed(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook.source, "FILTERED", 40)
    account.deliver(90)
    real = account.user.mail._delta

    def limited(folder: str, query: Any, size: int) -> dict[str, Any]:
        """Give no more than forty, as Microsoft gives no more than five thousand."""
        answer = real(folder, query, 40)
        link = answer.pop("@odata.nextLink", "")
        if link and answer["value"]:
            ended = account.user.mail.place(since=account.user.mail.number(), select="id", filter="")
            return {**answer, "@odata.deltaLink": f"https://graph.example/x?$deltatoken={ended}"}
        return {**answer, "@odata.nextLink": link} if link else answer

    monkeypatch.setattr(account.user.mail, "_delta", limited)
    assert len(set(ids(read(account.mailbox())))) == 90


def test_folders_are_found_by_what_they_are_shown_as(account: Account) -> None:
    account.user.mail.add_folder("Clientes")
    account.user.mail.add_folder("2026", inside="Clientes")
    account.deliver(1, folder="2026")
    mailbox = account.mailbox(inbox=("Bandeja de entrada", "clientes/2026"))
    assert ids(read(mailbox)) == ["m0@cliente.example"]
    with pytest.raises(NeedsUser, match=r"no folder 'Proveedores'.*Clientes"):
        read(account.mailbox(inbox=("Proveedores",)))


def test_a_shared_mailbox_is_read_in_its_own_name(account: Account) -> None:
    account.user.home = "users/hola@estudio.example"
    account.deliver(2)
    scopes = "Mail.ReadWrite.Shared"
    account.context = replace(
        account.context, credential=lambda _name: credential_of("first", time.time() + 99999, scopes)
    )
    mailbox = account.mailbox(user="hola@estudio.example")
    assert len(ids(read(mailbox))) == 2
    assert mailbox.create_draft(a_draft())


def test_a_token_that_is_not_taken_and_cannot_be_renewed_needs_its_user(account: Account) -> None:
    account.user.tokens.clear()
    with pytest.raises(SignInNeeded, match="prometido auth"):
        read(account.mailbox())


def test_a_token_another_connector_has_renewed_is_taken(account: Account) -> None:
    mailbox = account.mailbox()
    account.deliver(1)
    cursor = read(mailbox)[-1].cursor
    account.user.tokens = {"second"}
    account.context.keep("microsoft", credential_of("second", time.time() + 99999))
    account.deliver(1, first=1)
    assert ids(read(mailbox, cursor)) == ["m1@cliente.example"]


def test_a_token_that_ends_within_a_batch_is_renewed_for_its_parts(account: Account) -> None:
    account.deliver(5)
    mailbox = account.mailbox()
    mailbox.graph.tokens.current()
    account.user.tokens.add("second")
    account.context.keep("microsoft", credential_of("second", time.time() + 99999))
    account.breaks("GET .*/messages/", times=2, status=401, reason="InvalidAuthenticationToken", inside=True)
    assert len(ids(read(mailbox))) == 5
    assert mailbox.graph.tokens.current() == "second"


def test_a_folder_that_is_gone_is_told_by_the_check_too(account: Account) -> None:
    account.breaks("GET me/mailFolders/drafts$", status=404, reason="ErrorItemNotFound")
    assert [finding.text for finding in account.mailbox().check() if not finding.ok] == [
        "Microsoft knows no folder drafts here: the mailbox is gone, or not one of Exchange Online"
    ]


@pytest.mark.parametrize("answer", [{"value": {}}, {"value": ["x"]}, {"value": [{"subject": "x"}]}, {}])
def test_an_answer_that_is_no_list_is_no_empty_one(account: Account, answer: dict[str, Any]) -> None:
    account.user.told = lambda _: answer
    with pytest.raises(Transient, match="no list"):
        read(account.mailbox())
    with pytest.raises(Transient, match="no list"):
        account.agenda().read_events(None, start=START, end=END)
    with pytest.raises(Transient, match="no list"):
        account.task_list().find_task("a/task", uid="a-task@prometido")


def test_a_list_that_leads_round_in_circles_ends(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    link = "https://graph.example/v1.0/x?$skiptoken=same"
    account.user.told = lambda said: {"value": [], "@odata.nextLink": link} if "value" in said else said
    monkeypatch.setattr(account.user.mail, "facts", lambda _: {"since": 0, "select": "", "filter": ""})
    with pytest.raises(Transient, match="in circles"):
        read(account.mailbox())
    account.user.told = lambda _: {"value": [], "@odata.nextLink": "https://graph.example/v1.0/x?$skip=5"}
    with pytest.raises(Transient, match="in circles"):
        account.event_tasks().find_task("a/task", uid="a-task@prometido")


@pytest.mark.parametrize("how", [{"status": 400}, {"status": 404}, {"status": 405}, {"status": 501}])
def test_where_no_batches_are_served_messages_are_read_one_by_one(account: Account, how: dict[str, Any]) -> None:
    account.deliver(30)
    account.breaks("POST .batch", times=99, **how)
    if how["status"] == 501:
        with pytest.raises(Transient):
            read(account.mailbox())
    else:
        assert len(set(ids(read(account.mailbox())))) == 30


@pytest.mark.parametrize("said", [{"responses": {}}, {"responses": ["x"]}, {}])
def test_a_batch_that_is_none_loses_nothing(account: Account, said: dict[str, Any]) -> None:
    account.deliver(3)
    account.breaks("POST .batch", times=99, status=200, body=json.dumps(said).encode())
    with pytest.raises(Transient):
        read(account.mailbox())
    account.user.faults.clear()
    assert len(ids(read(account.mailbox()))) == 3


def test_what_is_refused_within_a_batch_alone_is_read_by_itself(account: Account) -> None:
    account.deliver(30)
    account.breaks("GET .*/messages/", times=99, status=400, inside=True)
    assert len(set(ids(read(account.mailbox())))) == 30


@pytest.mark.parametrize("status", [424, 429, 503])
def test_a_part_that_failed_with_another_is_asked_for_again(account: Account, status: int) -> None:
    account.deliver(5)
    account.breaks("GET .*/messages/", status=status, inside=True, times=3)
    found = messages(read(account.mailbox()))
    assert [message.unreadable for message in found] == [""] * 5


def test_a_part_that_is_forgotten_by_the_server_is_a_message_that_is_gone(account: Account) -> None:
    account.deliver(3)
    account.breaks("GET .*/messages/", status=410, reason="x", inside=True)
    assert len(messages(read(account.mailbox()))) == 2


@pytest.mark.parametrize("skip", range(1, 5))
def test_a_place_that_is_not_found_begins_the_round_anew_and_a_folder_that_is_not_found_ends_it(
    account: Account, skip: int
) -> None:
    account.deliver(130)
    account.breaks("/messages/delta", skip=skip, status=404, reason="ErrorItemNotFound")
    if skip in {2, 4}:
        with pytest.raises(NeedsUser, match="knows no folder"):
            read(account.mailbox())
    else:
        assert len(set(ids(read(account.mailbox())))) == 130


def test_an_answer_that_leads_nowhere_is_no_end(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account.user.mail, "_delta", lambda *_: {"value": []})
    with pytest.raises(Transient, match="leads nowhere"):
        read(account.mailbox())
    monkeypatch.setattr(account.user.calendar, "_delta", lambda *_: {"value": []})
    with pytest.raises(Transient, match="leads nowhere"):
        account.agenda().read_events(None, start=START, end=END)


def test_no_more_than_four_requests_of_an_app_are_under_way() -> None:
    lanes = Lanes()
    under_way: list[int] = []
    most = 0
    lock = threading.Lock()

    def ask(wanted: int) -> None:
        nonlocal most
        for _ in range(20):
            with lanes.take(wanted):
                with lock:
                    under_way.append(wanted)
                    most = max(most, sum(under_way))
                time.sleep(0.001)
                with lock:
                    under_way.remove(wanted)

    threads = [threading.Thread(target=ask, args=(wanted,)) for wanted in (1, 1, 1, 1, 1, 4, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 4
