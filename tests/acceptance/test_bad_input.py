"""The real command given what it should not be given: one clear line each, no traceback, the right exit code."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

GOOD = """\
timezone: Europe/Madrid
accounts:
  - name: despacho
    mail: {connector: maildir, path: Mail}
    addresses: [ana@estudio.example]
"""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Prometido = Callable[..., Answer]


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    for folder in ("INBOX", "Sent", "Drafts"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / "Mail" / folder / part).mkdir(parents=True)
    (tmp_path / "prometido.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def prometido(firm: Path) -> Prometido:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PROMETIDO")}

    def run(*arguments: str, stdin: bytes = b"", **more: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "daemon", *arguments],
            cwd=firm,
            env=environment | {"HOME": str(firm), "PYTHONPATH": str(Path(__file__).parents[2])} | more,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in answer.err
        return answer

    return run


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "prometido.yaml:1:1: expected keys with values, not nothing"),
        ("[" * 3000, "prometido.yaml:1:33: nested too deeply; expected at most 32 levels"),
        ("{a: " * 3000, "prometido.yaml:1:129: nested too deeply; expected at most 32 levels"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "prometido.yaml:1:4: an anchor (&name)"),
        ("timezone: !!python/object/apply:os.system [true]\n", "prometido.yaml:1:11: a tag (!name)"),
        (GOOD + "timezone: UTC\n", 'prometido.yaml:6:1: "timezone" is given twice (first in line 1)'),
        (GOOD + "languaje: es\n", 'prometido.yaml:6:1: unknown key "languaje"; did you mean "language"?'),
        (GOOD.replace("Mail}", "Mali}"), "prometido.yaml:4:38: path: there is no folder "),
        (GOOD + "\tx: 1\n", "prometido.yaml:6:1: not valid YAML: a tab where spaces are expected"),
        (GOOD + "x: \x00\n", "prometido.yaml:6:4: a control character"),
    ],
)
def test_a_bad_configuration_is_told_with_its_place(firm: Path, prometido: Prometido, text: str, fault: str) -> None:
    (firm / "prometido.yaml").write_text(text, encoding="utf-8")
    answer = prometido("check")
    assert answer.code == 78
    assert any(line.startswith(fault) for line in answer.lines), answer.lines
    assert answer.out == ""


def test_all_faults_are_told_at_once(firm: Path, prometido: Prometido) -> None:
    text = GOOD.replace("Europe/Madrid", "Europe/Madird").replace("ana@", "ana") + "model: perhaps\nlookback: ever\n"
    text += "lookback: 30d\n"
    (firm / "prometido.yaml").write_text(text, encoding="utf-8")
    answer = prometido("once")
    assert answer.code == 78
    assert [line.split(": ")[0] for line in answer.lines] == [
        "prometido.yaml:1:11",
        "prometido.yaml:5:17",
        "prometido.yaml:6:8",
        "prometido.yaml:7:11",
        "prometido.yaml:8:1",
    ]


def test_a_configuration_that_is_no_text_is_told(firm: Path, prometido: Prometido) -> None:
    (firm / "prometido.yaml").write_bytes(bytes(range(256)))
    assert prometido("check").err == "prometido.yaml:2:118: this is not UTF-8; save the file as UTF-8 text\n"
    (firm / "prometido.yaml").unlink()
    (firm / "prometido.yaml").mkdir()
    answer = prometido("check", "--config", "prometido.yaml")
    assert (answer.code, answer.err) == (78, "prometido.yaml:1:1: cannot be read: is a directory\n")


def test_without_a_configuration_it_says_how_to_get_one(firm: Path, prometido: Prometido) -> None:
    (firm / "prometido.yaml").unlink()
    answer = prometido("list")
    assert answer.code == 78
    assert "make one with “prometido init”" in answer.err
    assert len(answer.lines) == 1
    answer = prometido("list", PROMETIDO_CONFIG="elsewhere.yaml")
    assert (answer.code, answer.err) == (78, "elsewhere.yaml:1:1: cannot be read: no such file or directory\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--frobnicate"],
        ["frobnicate"],
        ["once", "--now", "32 March"],
        ["backfill"],
        ["replay", "--from", "2026-03-10"],
        ["list", "--status", "lost"],
        ["rules", "frobnicate"],
        ["auth", "nobody"],
    ],
)
def test_misuse_is_one_line(prometido: Prometido, arguments: list[str]) -> None:
    answer = prometido(*arguments)
    assert answer.code == 2
    assert len(answer.lines) == 1
    assert answer.lines[0].startswith("prometido: ")


@pytest.mark.parametrize("command", ["why", "done", "dismiss", "snooze", "reopen"])
def test_an_id_that_is_not_there_is_one_line(prometido: Prometido, command: str) -> None:
    answer = prometido(command, "zzzz")
    assert answer.code == 1
    assert answer.lines == ["prometido: no commitment zzzz; “prometido list --all” shows their ids"]


def test_a_message_that_was_never_read_is_one_line(prometido: Prometido) -> None:
    answer = prometido("why-not", "<nobody@nowhere.example>")
    assert answer.code == 1
    assert len(answer.lines) == 1


def test_a_bad_line_does_not_stop_the_lines_after_it(prometido: Prometido) -> None:
    good = {
        "id": "m1",
        "direction": "outbound",
        "date": "2026-03-10T10:12:00+01:00",
        "text": "Mañana le envío el acta.",
    }
    lines = [json.dumps(good), "{", "[" * 5000, '{"id": "x"}', "\x00", json.dumps(good | {"id": "m2"})]
    answer = prometido("detect", stdin="\n".join(lines).encode() + b"\n\xff\n")
    assert answer.code == 1
    assert [json.loads(line)["id"] for line in answer.out.splitlines()] == ["m1", "m2"]
    assert [line.split(": ")[1] for line in answer.lines] == ["line 2", "line 3", "line 4", "line 5", "line 7"]


def test_no_messages_are_no_trouble(prometido: Prometido) -> None:
    assert prometido("detect") == Answer(0, "", "")


def test_hostile_text_is_read_in_no_time_and_steers_no_terminal(prometido: Prometido) -> None:
    text = "\x1b]0;owned\x07" + "a" * 100_000 + " " + "le envío " * 10_000 + ">" * 50_000 + "\u202e"
    record = {"id": "\x1b[2J", "direction": "outbound", "date": "2026-03-10T10:12:00+01:00", "text": text}
    answer = prometido("detect", stdin=json.dumps(record).encode())
    assert answer.code == 0
    assert "\x1b" not in answer.out
    assert json.loads(answer.out)["id"] == "\x1b[2J"


def test_a_ledger_that_is_none_is_one_line_and_stays_as_it_is(firm: Path, prometido: Prometido) -> None:
    (firm / "ledger.db").write_bytes(b"not a ledger " * 1000)
    answer = prometido("list")
    assert answer.code == 1
    assert len(answer.lines) == 1
    assert (firm / "ledger.db").read_bytes() == b"not a ledger " * 1000


def test_a_ledger_in_a_place_one_may_not_write_to_says_who_may(firm: Path, prometido: Prometido) -> None:
    (firm / "prometido.yaml").write_text(GOOD + "ledger: /sys/ledger.db\n", encoding="utf-8")  # not even root may
    answer = prometido("once")
    assert (answer.code, len(answer.lines)) == (1, 1)
    assert "/sys/ledger.db: permission denied; run this as root or as the user of the service" in answer.err


def test_somebody_elses_database_is_refused(firm: Path, prometido: Prometido) -> None:
    with sqlite3.connect(firm / "ledger.db") as database:
        database.execute("create table messages (id)")
    database.close()
    answer = prometido("list")
    assert answer.code == 1
    assert len(answer.lines) == 1


def test_mail_that_is_gone_stops_its_account_and_says_so(firm: Path, prometido: Prometido) -> None:
    (firm / "Mail").rename(firm / "Elsewhere")
    answer = prometido("once", "--json")
    assert answer.code == 1
    (account,) = json.loads(answer.out)["accounts"]
    assert account["state"] == "stopped"
    assert prometido("status").code == 1


def test_a_reader_that_has_enough_is_no_trouble(firm: Path, prometido: Prometido) -> None:
    done = subprocess.run(
        f"{sys.executable} -m daemon rules list --json | head -c 10",
        shell=True,
        cwd=firm,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (len(done.stdout), done.stderr) == (10, "")


def test_rules_of_ones_own_are_told_with_their_place(firm: Path, prometido: Prometido) -> None:
    (firm / "mine.yaml").write_text("rules:\n  - {id: x, kind: nonsense}\n", encoding="utf-8")
    (firm / "prometido.yaml").write_text(GOOD + "rules: {files: [mine.yaml]}\n", encoding="utf-8")
    for command in (["check"], ["once"], ["rules", "lint", "--config", "prometido.yaml"]):
        answer = prometido(*command)
        assert answer.code == 78
        assert any("mine.yaml:2:19: kind: " in line for line in answer.lines)
