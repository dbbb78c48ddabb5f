"""The commands on a real mailbox and ledger, from the first read to the last word."""

from __future__ import annotations

import json
import mailbox
import shutil
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from daemon.cli.app import run

CONFIG = """\
timezone: Europe/Madrid
language: es
accounts:
  - name: despacho
    mail: {connector: maildir, path: Mail}
    calendar: {connector: ics, path: Calendar}
    addresses: [ana@estudio.example]
rules: {packs: [es]}
model: off
"""
NOW = ["--now", "2026-03-13T10:00"]
Command = Callable[..., Any]


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROMETIDO_CONFIG", raising=False)
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    (tmp_path / "Mail").mkdir()
    (tmp_path / "Calendar").mkdir()
    (tmp_path / "prometido.yaml").write_text(CONFIG, encoding="utf-8")
    for name in ("INBOX", "Sent", "Drafts"):
        mailbox.Maildir(tmp_path / "Mail" / name)
    message = EmailMessage()
    message["From"] = "Ana Ruiz <ana@estudio.example>"
    message["To"] = "Pedro Marín <pedro@cliente.example>"
    message["Subject"] = "Reforma de la cocina"
    message["Date"] = "Tue, 10 Mar 2026 10:12:00 +0100"
    message["Message-ID"] = "<m1@estudio.example>"
    message.set_content("Hola Pedro:\n\nMañana le envío el presupuesto.\n\nUn saludo,\nAna\n")
    sent = mailbox.MaildirMessage(message)
    sent.set_subdir("cur")
    sent.set_flags("S")
    mailbox.Maildir(tmp_path / "Mail" / "Sent").add(sent)
    return tmp_path


@pytest.fixture
def ask(firm: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    def answer(*arguments: str, code: int = 0) -> Any:
        assert run(list(arguments)) == code, capsys.readouterr().err
        shown = capsys.readouterr().out
        return json.loads(shown) if "--json" in arguments else shown

    return answer


@pytest.fixture
def promise(ask: Command) -> str:
    ask("once", *NOW)
    (found,) = ask("list", "--json", *NOW)
    return str(found["id"])


def drafts_in(firm: Path) -> list[Path]:
    return [file for part in ("cur", "new") for file in (firm / "Mail" / "Drafts" / part).iterdir()]


def test_a_dry_run_says_what_would_be_left_and_leaves_nothing(firm: Path, ask: Command) -> None:
    (account,) = ask("once", "--dry-run", "--json", *NOW)["accounts"]
    assert (account["acted"]["drafts"], account["acted"]["tasks"]) == (1, 1)
    assert drafts_in(firm) == []
    assert ask("list", "--all", "--json", *NOW) == []


def test_a_promise_that_was_not_kept_is_listed_with_its_draft_and_task(firm: Path, ask: Command, promise: str) -> None:
    (found,) = ask("list", "--json", *NOW)
    assert (found["status"], found["owes"], found["object"]) == ("overdue", "us", "el presupuesto")
    assert found["due_at"].startswith("2026-03-11T")
    assert sorted(step["action"] for step in found["steps"]) == ["draft", "task"]
    assert len(drafts_in(firm)) == 1
    assert "“Mañana le envío el presupuesto”" in ask("list", *NOW)
    assert ask("list", "--status", "fulfilled", "--json", *NOW) == []


def test_the_reasons_are_told_by_the_beginning_of_the_id(ask: Command, promise: str) -> None:
    assert f"prometido dismiss {promise}" in ask("why", promise[:4])
    assert ask("why", promise[:4], "--json")["outcome"].startswith("overdue")


def test_a_message_says_what_came_of_it(ask: Command, promise: str) -> None:
    assert f"raised as {promise}" in ask("why-not", "<m1@estudio.example>")
    found = ask("why-not", "m1@estudio.example", "--json")
    assert found["raised"] == [promise]


def test_the_word_of_the_user_is_final_until_he_takes_it_back(firm: Path, ask: Command, promise: str) -> None:
    assert f"{promise} dismissed" in ask("dismiss", promise, *NOW)
    ask("once", "--now", "2026-03-13T11:00")
    assert drafts_in(firm) == [], "the untouched draft is taken back"
    assert ask("list", "--json", *NOW) == []
    ask("reopen", promise, "--now", "2026-03-13T12:00")
    (found,) = ask("list", "--json", "--now", "2026-03-13T12:00")
    assert found["status"] == "overdue"
    assert "snoozed until Fri 20 Mar 2026" in ask("snooze", promise, "--now", "2026-03-13T12:30")
    assert "snoozed until Wed 01 Apr 2026" in ask(
        "snooze", promise, "--until", "2026-04-01", "--now", "2026-03-13T12:40"
    )
    assert f"{promise} fulfilled" in ask("done", promise, "--now", "2026-03-13T13:00")


def test_status_is_fine_only_if_every_account_is(firm: Path, ask: Command, promise: str) -> None:
    (account,) = ask("status", "--json")
    assert (account["name"], account["state"], account["seen"]) == ("despacho", "ok", 1)
    assert account["read_until"].startswith("2026-03-13T10:00")
    (firm / "Mail").rename(firm / "Elsewhere")
    ask("once", "--now", "2026-03-13T11:00", code=1)
    (account,) = ask("status", "--json", code=1)
    assert account["state"] == "stopped"


def test_status_is_not_fine_when_a_mailbox_that_is_read_has_fallen_silent(firm: Path, ask: Command) -> None:
    inbox = mailbox.Maildir(firm / "Mail" / "INBOX")
    for day in (*range(2, 7), *range(9, 14), *range(16, 21)):
        for hour in (9, 12, 16):
            inbox.add(
                f"From: Luis <luis@obra.example>\nTo: ana@estudio.example\nMessage-ID: <{day}.{hour}@obra.example>\n"
                f"Date: {day} Mar 2026 {hour}:00:00 +0100\n\nHola.\n"
            )
    ask("once", "--now", "2026-03-20T17:00")
    assert ask("status", "--json")[0]["flow"]["silent"] is False, "what nobody has read since is no silence"
    ask("once", "--now", "2026-03-30T10:00")
    (account,) = ask("status", "--json", code=1)
    assert (account["state"], account["flow"]["silent"]) == ("ok", True)
    assert "ok, but silent" in ask("status", code=1)


def test_the_past_can_be_lived_through_again(ask: Command, promise: str) -> None:
    found = ask("replay", "--from", "2026-03-10", "--to", "2026-03-16", "--json")
    assert [each["action"] for each in found["raised"]] == ["task", "draft"]
    assert [each["id"] for each in found["forgotten"]] == [promise]
    assert "1 forgotten" in ask("replay", "--from", "2026-03-10", "--to", "2026-03-16")


def test_the_past_of_a_mailbox_that_was_never_read_is_lived_through_and_nothing_is_kept(
    firm: Path, ask: Command, promise: str
) -> None:
    (firm / "ledger.db").unlink()
    found = ask("replay", "--from", "2026-03-10", "--to", "2026-03-16", "--json")
    assert [each["id"] for each in found["forgotten"]] == [promise]
    assert ask("list", "--all", "--json", *NOW) == []
    shutil.rmtree(firm / "Mail")
    assert ask("replay", "--from", "2026-03-10", "--to", "2026-03-16", code=1) == ""


def test_history_is_read_once_more_without_raising_anything_twice(ask: Command, promise: str) -> None:
    assert "despacho: ok" in ask("backfill", "--since", "2025-01-01")
    assert len(ask("list", "--all", "--json", *NOW)) == 1


def test_the_report_is_shown_or_written(firm: Path, ask: Command, promise: str) -> None:
    assert "Promesas nuestras ya vencidas" in ask("report", *NOW)
    assert ask("report", "--json", *NOW)["promises"] == 1
    assert ask("report", "--html", "r.html", *NOW) == "Wrote r.html.\n"
    assert "<svg" in (firm / "r.html").read_text(encoding="utf-8")


def test_what_caused_it_is_counted_by_the_report(firm: Path, ask: Command, promise: str) -> None:
    ask("done", promise, "--cause", "  faltaba  el plano ", *NOW)
    assert ask("report", "--json", *NOW)["causes"] == [["faltaba el plano", 1]]


def test_the_data_can_be_taken_out_and_a_person_erased(firm: Path, ask: Command, promise: str) -> None:
    taken = json.loads(ask("export"))
    (message,) = taken["messages"]
    assert datetime.fromisoformat(message["at"]) == datetime.fromisoformat(message["trace"]["date"])
    assert message["trace"]["outside"][0]["address"] == "pedro@cliente.example"
    ask("export", "--output", "mine.json")
    assert (firm / "mine.json").stat().st_mode & 0o077 == 0
    assert "1 message, 1 commitment;" in ask("forget", "Pedro@cliente.example", "--yes")
    assert "pedro@cliente.example" not in ask("export")


def test_every_untouched_mark_can_be_taken_back(firm: Path, ask: Command, promise: str) -> None:
    assert ask("withdraw", "--yes").startswith("Took back 2 untouched")
    assert drafts_in(firm) == []


def test_questions_without_an_answer_change_nothing(
    firm: Path, ask: Command, promise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "n")
    ask("withdraw", code=1)
    ask("forget", "pedro@cliente.example", code=1)
    assert len(ask("list", "--json", *NOW)) == 1


def test_checking_online_tells_what_is_found_in_each_place(firm: Path, ask: Command) -> None:
    shown = ask("check", "--online")
    assert "ok despacho, mail: " in shown
    assert "ok despacho, calendar: " in shown
    (firm / "Mail" / "Drafts" / "cur").rmdir()
    (firm / "prometido.yaml").write_text(CONFIG.replace("path: Mail}", "path: Mail, drafts: Borradores}"), "utf-8")
    assert "no despacho, mail: " in ask("check", "--online", code=1)
