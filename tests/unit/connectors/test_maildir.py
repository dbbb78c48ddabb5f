"""What is particular to mail kept as files."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.errors import CursorExpired, NeedsUser, Refused, Transient, UnknownOutcome
from connectors.maildir import Maildir, folder, seen, source
from connectors.protocols import Incoming, MailBatch, MarkState
from tests.contract.letters import SINCE, a_draft, a_letter

LONG_AGO = 1_700_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("INBOX", "Sent", "Drafts", "Archive"):
        make(tmp_path / "Mail" / name)
    return tmp_path / "Mail"


@pytest.fixture
def mailbox(root: Path) -> Maildir:
    return Maildir(root, account="despacho", state=root.parent / "state")


def make(path: Path) -> None:
    for sub in ("cur", "new", "tmp"):
        (path / sub).mkdir(parents=True)


def put(path: Path, name: str = "1770000000.M1P1.host:2,S", raw: bytes | None = None) -> Path:
    file = path / ("cur" if ":2," in name else "new") / name
    file.write_bytes(a_letter(f"{name.partition('.')[0]}@cliente.example") if raw is None else raw)
    return file


def settle(path: Path, seconds: int = LONG_AGO) -> None:
    """Set the times of a folder to long ago, as those of a folder at rest are."""
    for sub in ("cur", "new"):
        os.utime(path / sub, (seconds, seconds))


def read(mailbox: Maildir, cursor: str | None = None) -> list[MailBatch]:
    return list(mailbox.read(cursor, since=SINCE))


def found(batches: list[MailBatch]) -> list[Incoming]:
    return [message for batch in batches for message in batch.messages]


def refs(batches: list[MailBatch]) -> list[str]:
    return [message.ref for message in found(batches)]


class Counter:
    """Counts the calls of a function that goes on working."""

    def __init__(self, real: Callable[..., object]) -> None:
        self.calls = 0
        self._real = real

    def __call__(self, *args: object) -> object:
        self.calls += 1
        return self._real(*args)


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> Counter:
    counter = Counter(os.listdir)
    monkeypatch.setattr(os, "listdir", counter)
    return counter


def test_folders_at_rest_are_not_listed(root: Path, mailbox: Maildir, listings: Counter) -> None:
    put(root / "INBOX")
    for name in ("INBOX", "Sent"):
        settle(root / name)
    cursor = read(mailbox)[-1].cursor
    listings.calls = 0
    [batch] = read(mailbox, cursor)
    assert listings.calls == 0
    assert batch.cursor == cursor
    assert batch.present == 1


def test_a_folder_that_changed_a_moment_ago_is_listed_again(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX")
    cursor = read(mailbox)[-1].cursor
    stamps = (root / "INBOX" / "new").stat()
    put(root / "INBOX", "1770000001.M2P1.host")
    os.utime(root / "INBOX" / "new", ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    assert refs(read(mailbox, cursor)) == ["INBOX/1770000001.M2P1.host"]


def test_only_a_changed_folder_is_listed(root: Path, mailbox: Maildir, listings: Counter) -> None:
    for name in ("INBOX", "Sent"):
        settle(root / name)
    cursor = read(mailbox)[-1].cursor
    put(root / "Sent")
    listings.calls = 0
    assert len(refs(read(mailbox, cursor))) == 1
    assert listings.calls == 2


def test_old_and_new_are_read_in_the_order_they_came(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX", "1770000003.M1.host")
    put(root / "Sent", "1770000002.M1.host:2,S")
    put(root / "INBOX", "1770000001.M1.host:2,S")
    assert [ref.partition("/")[2][:10] for ref in refs(read(mailbox))] == ["1770000001", "1770000002", "1770000003"]


def test_mail_that_came_in_and_was_thrown_away_at_once_says_so(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX", "1770000001.M1.host:2,ST")
    put(root / "INBOX", "1770000002.M1.host:2,S")
    put(root / "Sent", "1770000003.M1.host:2,ST")
    assert [message.discarded for message in found(read(mailbox))] == [True, False, False]


def test_the_same_name_in_two_folders_is_two_messages(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX", "same:2,S")
    put(root / "Sent", "same:2,S")
    assert sorted(refs(read(mailbox))) == ["INBOX/same", "Sent/same"]


def test_a_message_is_not_read_before_it_stops_being_a_draft(root: Path, mailbox: Maildir) -> None:
    file = put(root / "Sent", "1770000001.M1.host:2,DS")
    cursor = read(mailbox)[-1].cursor
    file.rename(file.with_name("1770000001.M1.host:2,S"))
    assert refs(read(mailbox, cursor)) == ["Sent/1770000001.M1.host"]


def test_a_batch_that_was_never_committed_comes_again(root: Path, mailbox: Maildir) -> None:
    cursor = read(mailbox)[-1].cursor
    put(root / "INBOX")
    assert len(refs(read(mailbox, cursor))) == 1
    assert len(refs(read(mailbox, cursor))) == 1


def test_an_abandoned_read_leaves_the_mailbox_free(root: Path, mailbox: Maildir) -> None:
    cursor = read(mailbox)[-1].cursor
    put(root / "INBOX")
    reading = mailbox.read(cursor, since=SINCE)
    next(reading)
    with pytest.raises(Transient):
        read(mailbox, cursor)
    reading.close()  # type: ignore[attr-defined]  # a generator
    assert len(refs(read(mailbox, cursor))) == 1


def test_the_list_of_read_names_can_be_lost_without_losing_mail(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX")
    cursor = read(mailbox)[-1].cursor
    for path in (root.parent / "state").iterdir():
        path.unlink()
    with pytest.raises(CursorExpired):
        read(mailbox, cursor)
    assert len(refs(read(mailbox))) == 1


def test_a_list_of_read_names_that_was_cut_off_is_not_believed(root: Path, mailbox: Maildir) -> None:
    put(root / "INBOX")
    cursor = read(mailbox)[-1].cursor
    [path] = (root.parent / "state").iterdir()
    path.write_bytes(b"")
    with pytest.raises(CursorExpired):
        read(mailbox, cursor)


def test_a_list_of_another_beginning_is_cleared_away_once_a_read_is_over(root: Path, mailbox: Maildir) -> None:
    read(mailbox)
    cursor = read(mailbox)[-1].cursor
    assert len(list((root.parent / "state").iterdir())) == 2
    read(mailbox, cursor)
    assert len(list((root.parent / "state").iterdir())) == 1


def test_the_lists_of_two_accounts_live_side_by_side(root: Path, mailbox: Maildir) -> None:
    other = Maildir(root, account="despacho!", state=root.parent / "state")
    mine, theirs = read(mailbox)[-1].cursor, read(other)[-1].cursor
    read(mailbox, mine)
    assert read(other, theirs)[-1].complete


def test_the_list_of_read_names_is_private(root: Path, mailbox: Maildir) -> None:
    read(mailbox)
    state = root.parent / "state"
    assert state.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in state.iterdir()} == {0o600}


def test_a_message_renamed_between_listing_and_reading_is_read(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root / "INBOX", "1770000001.M1.host")
    real = source.name_hash

    def rename_then_hash(name: str, base: str) -> int:
        if file.exists():
            file.rename(root / "INBOX" / "cur" / f"{file.name}:2,S")
        return real(name, base)

    monkeypatch.setattr(source, "name_hash", rename_then_hash)
    batches = read(mailbox)
    assert refs(batches) == ["INBOX/1770000001.M1.host"]
    assert batches[-1].complete


def test_a_message_deleted_between_listing_and_reading_is_passed_over(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(root / "INBOX", "1770000001.M1.host")
    put(root / "INBOX", "1770000002.M1.host")
    real = source.name_hash

    def delete_then_hash(name: str, base: str) -> int:
        file.unlink(missing_ok=True)
        return real(name, base)

    monkeypatch.setattr(source, "name_hash", delete_then_hash)
    assert refs(read(mailbox)) == ["INBOX/1770000002.M1.host"]


def test_what_is_no_file_is_reported_and_does_not_block(root: Path, mailbox: Maildir) -> None:
    os.mkfifo(root / "INBOX" / "cur" / "1770000001.fifo:2,S")
    (root / "INBOX" / "cur" / "1770000002.dir:2,S").mkdir()
    put(root / "INBOX", "1770000003.M1.host")
    messages = found(read(mailbox))
    assert [bool(message.unreadable) for message in messages] == [True, True, False]


def test_a_name_that_is_not_utf8_is_read(root: Path, mailbox: Maildir) -> None:
    path = os.fsencode(root / "INBOX" / "cur") + b"/1770000001.caf\xe9:2,S"
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(a_letter())
    [ref] = refs(read(mailbox))
    assert ref == "INBOX/1770000001.caf\\xe9"
    assert mailbox.mark_delayed(ref, message_id="m1@cliente.example")


def test_a_huge_message_is_read_by_its_beginning(root: Path, mailbox: Maildir) -> None:
    file = put(root / "INBOX")
    with file.open("ab") as grown:
        grown.truncate(40 * 1024 * 1024)
    [message] = found(read(mailbox))
    assert message.parts is not None
    assert "presupuesto" in (message.parts.plain or "")


@pytest.mark.parametrize("date", [b"", b"Date: ayer\r\n", b"Date: Mon, 99 Foo 2026 99:99:99 +9999\r\n", b"Date:\r\n"])
def test_a_message_without_a_date_counts_from_its_file(root: Path, mailbox: Maildir, date: bytes) -> None:
    old = put(root / "INBOX", "1.old:2,S", date + b"From: a@b.example\r\n\r\nx\r\n")
    os.utime(old, (LONG_AGO, LONG_AGO))
    put(root / "INBOX", "2.new:2,S", date + b"From: a@b.example\r\n\r\nx\r\n")
    assert refs(read(mailbox)) == ["INBOX/2.new"]


def test_old_mail_that_arrives_after_the_first_read_counts(root: Path, mailbox: Maildir) -> None:
    cursor = read(mailbox)[-1].cursor
    put(root / "INBOX", raw=a_letter(when=SINCE.replace(year=2020)))
    assert len(refs(read(mailbox, cursor))) == 1


def test_a_missing_folder_needs_its_user(root: Path, mailbox: Maildir) -> None:
    cursor = read(mailbox)[-1].cursor
    (root / "Sent").rename(root / "Gone")
    with pytest.raises(NeedsUser, match="sent"):
        read(mailbox, cursor)
    assert [finding.ok for finding in mailbox.check()] == [False, True]


def test_a_folder_without_new_is_no_maildir(root: Path, mailbox: Maildir) -> None:
    (root / "INBOX" / "new").rmdir()
    with pytest.raises(NeedsUser, match="INBOX/cur and INBOX/new"):
        read(mailbox)


def test_a_folder_that_may_not_be_read_needs_its_user(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(NeedsUser, match="INBOX cannot be read"):
        read(mailbox)


def test_a_folder_in_a_home_that_is_shut_needs_its_user(mailbox: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(NeedsUser, match=r"there is no Maildir folder .* or its permissions"):
        read(mailbox)


def test_an_inbox_that_was_archived_at_once_is_not_lost(root: Path, mailbox: Maildir) -> None:
    files = [put(root / "INBOX", f"177000000{number}.M1.host:2,S") for number in range(3)]
    cursor = read(mailbox)[-1].cursor
    for file in files:
        file.rename(root / "Archive" / "cur" / file.name)
    assert read(mailbox, cursor)[-1].complete


def test_an_inbox_that_vanished_is_not_explained_by_our_own_draft(root: Path, mailbox: Maildir) -> None:
    file = put(root / "INBOX")
    cursor = read(mailbox)[-1].cursor
    file.unlink()
    mailbox.create_draft(a_draft())
    with pytest.raises(NeedsUser, match="held 1 messages"):
        read(mailbox, cursor)


def test_usual_names_are_found_without_configuration(tmp_path: Path) -> None:
    for name in ("", ".Elementos enviados", ".Borradores", ".Otros"):
        make(tmp_path / "Mail" / name)
    mailbox = Maildir(tmp_path / "Mail", account="a", state=tmp_path / "state")
    texts = [finding.text for finding in mailbox.check()]
    assert ".Elementos enviados" in texts[1]
    assert ".Borradores" in texts[2]


def test_between_two_folders_the_user_chooses(root: Path, mailbox: Maildir) -> None:
    make(root / "Enviados")
    with pytest.raises(NeedsUser, match="Enviados and Sent"):
        read(mailbox)
    chosen = Maildir(root, account="a", state=root.parent / "state", sent=("Sent", "Enviados"))
    assert read(chosen)[-1].complete


def test_one_name_in_both_layouts_is_refused(root: Path) -> None:
    make(root / ".Sent")
    mailbox = Maildir(root, account="a", state=root.parent / "state", sent=("Sent",))
    with pytest.raises(NeedsUser, match="two folders 'Sent'"):
        read(mailbox)


def test_a_draft_is_written_as_the_maildir_rules_ask(root: Path, mailbox: Maildir) -> None:
    mailbox.create_draft(a_draft())
    [file] = (root / "Drafts" / "cur").iterdir()
    assert file.name.endswith(":2,DS")
    assert abs(int(file.name.partition(".")[0]) - time.time()) < 60
    assert file.stat().st_mode & 0o777 == 0o600
    assert list((root / "Drafts" / "tmp").iterdir()) == []


def test_without_tmp_no_draft_is_left_and_it_says_so(root: Path, mailbox: Maildir) -> None:
    (root / "Drafts" / "tmp").rmdir()
    with pytest.raises(NeedsUser, match="no tmp directory"):
        mailbox.create_draft(a_draft())
    assert not (root / "Drafts" / "tmp").exists()
    assert [finding.ok for finding in mailbox.check()] == [True, True, False]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, Refused),
        (errno.EDQUOT, Refused),
        (errno.EROFS, Refused),
        (errno.EACCES, NeedsUser),
        (errno.EIO, Transient),
    ],
)
def test_a_draft_that_cannot_be_written_leaves_nothing(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(expected):
        mailbox.create_draft(a_draft())
    assert [path for path in (root / "Drafts").rglob("*") if path.is_file()] == []


def test_a_draft_that_may_not_survive_a_power_cut_is_an_unknown_outcome(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(folder, "sync_directory", fail)
    draft = a_draft()
    with pytest.raises(UnknownOutcome):
        mailbox.create_draft(draft)
    assert mailbox.find_draft(draft.key, message_id=draft.message_id) is not None


def test_a_draft_deleted_in_a_client_that_has_not_cleared_up_is_gone(root: Path, mailbox: Maildir) -> None:
    draft = a_draft()
    left = mailbox.create_draft(draft)
    [file] = (root / "Drafts" / "cur").iterdir()
    file.rename(file.with_name(file.name.replace(":2,DS", ":2,DST")))
    assert mailbox.draft_states([(draft.key, left)]) == [MarkState.GONE]


def test_a_draft_rewritten_without_our_marks_is_known_by_what_it_answers(root: Path, mailbox: Maildir) -> None:
    draft = a_draft()
    left = mailbox.create_draft(draft)
    [file] = (root / "Drafts" / "cur").iterdir()
    raw = file.read_bytes().replace(draft.message_id.encode(), b"new@thunderbird.example")
    put(root / "Drafts", "1770000009.M1.host:2,D", raw.replace(b"X-Prometido", b"X-Gone"))
    file.unlink()
    assert mailbox.draft_states([(draft.key, left)]) == [MarkState.UNTOUCHED]


def test_a_draft_renamed_while_it_is_withdrawn_is_withdrawn(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft()
    left = mailbox.create_draft(draft)
    [file] = (root / "Drafts" / "cur").iterdir()
    real = Path.unlink

    def rename_first(path: Path, missing_ok: bool = False) -> None:
        if path == file and file.exists():
            file.rename(file.with_name(file.name.replace(":2,DS", ":2,DFS")))
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", rename_first)
    assert mailbox.withdraw_draft(draft.key, left)
    assert list((root / "Drafts" / "cur").iterdir()) == []


def test_the_mark_for_delayed_mail_is_a_second_name_of_the_same_file(root: Path, mailbox: Maildir) -> None:
    file = put(root / "INBOX")
    [ref] = refs(read(mailbox))
    before = file.stat()
    assert mailbox.mark_delayed(ref, message_id="x")
    [marked] = (root / "Retrasados" / "cur").iterdir()
    assert marked.samefile(file)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert mailbox.unmark_delayed(ref, message_id="x")
    assert file.exists()


def test_where_there_are_no_hard_links_the_mark_is_a_copy(
    root: Path, mailbox: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root / "INBOX")
    [ref] = refs(read(mailbox))

    def refuse(path: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert mailbox.mark_delayed(ref, message_id="x")
    [marked] = (root / "Retrasados" / "cur").iterdir()
    assert marked.read_bytes() == (root / "INBOX" / "cur" / marked.name).read_bytes()


def test_a_draft_another_prometido_has_just_left_is_not_left_twice(root: Path, mailbox: Maildir) -> None:
    other = Maildir(root, account="despacho", state=root.parent / "other")
    assert mailbox.create_draft(a_draft()) == other.create_draft(a_draft())
    assert len(list((root / "Drafts" / "cur").iterdir())) == 1


def test_what_a_crash_left_unfinished_goes_a_day_later_and_nobody_elses_files(root: Path, mailbox: Maildir) -> None:
    tmp = root / "Drafts" / "tmp"
    ours, fresh = (tmp / folder.unique_name() for _ in range(2))
    theirs = tmp / "1770000000.M1P1.host"
    for path in (ours, fresh, theirs):
        path.write_bytes(b"half")
    for path in (ours, theirs):
        os.utime(path, (1_770_000_000, 1_770_000_000))
    mailbox.create_draft(a_draft())
    assert set(tmp.iterdir()) == {fresh, theirs}


def test_a_million_names_cost_eight_megabytes() -> None:
    assert seen.WIDTH == 8
