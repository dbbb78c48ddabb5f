from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

import config
from config import Fault, Faults, NotFound
from config.credentials import CredentialError
from connectors.errors import NeedsUser
from daemon.cli import options
from daemon.cli.app import run
from daemon.cli.trouble import Failure, tell
from daemon.ledger.errors import LedgerBusy

COMMANDS = [
    "demo", "init", "auth", "check", "once", "run", "backfill", "replay", "list", "why", "why-not", "done", "dismiss",
    "snooze", "reopen", "detect", "rules", "report", "status", "forget", "export", "withdraw",
]  # fmt: skip
LEAST = """\
timezone: Europe/Madrid
accounts: [{name: a, mail: {connector: maildir, path: .}, addresses: [ana@estudio.example]}]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PROMETIDO_CONFIG", raising=False)
    return tmp_path


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    words = capsys.readouterr().out.split()
    assert set(COMMANDS) <= set(words)


def test_without_a_command_the_help_is_shown_and_it_counts_as_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: prometido" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == "prometido 0.1.0\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"Usage: prometido {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["frobnicate"], "prometido: no such command 'frobnicate'"),
        (["once", "--tomorrow"], "prometido: no such option: --tomorrow"),
        (["why"], "prometido: missing argument 'ID'"),
        (
            ["once", "--now", "tomorrow"],
            "prometido: invalid value for '--now': “tomorrow” is no moment; expected ISO 8601",
        ),
        (["backfill", "--since", "spring"], "prometido: invalid value for '--since': “spring” is no date; expected"),
        (
            ["list", "--status", "lost"],
            "prometido: invalid value for '--status': “lost” is none; expected one of open,",
        ),
        (["replay", "--from", "2026-03-10", "--to", "2026-03-09"], "prometido: --to 2026-03-09 is before --from"),
        (["forget", "pedro", "--yes"], "prometido: “pedro” is no address"),
        (["snooze", "x", "--until", "2020-01-01"], "prometido: 2020-01-01 is past; expected a day to come"),
    ],
)
def test_misuse_is_one_line_and_exit_code_2(
    here: Path, arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "prometido.yaml").write_text(LEAST)
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(line)
    assert error.count("\n") == 1


def test_the_configuration_may_be_named_before_or_after_the_command(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "my.yaml").write_text("x: 1\n")
    (here / "prometido.yaml").write_text("y: 1\n")
    for arguments in (["--config", "my.yaml", "check"], ["check", "--config", "my.yaml"]):
        assert run(arguments) == 78
        assert capsys.readouterr().err.startswith("my.yaml:1:1: ")
    assert run(["--config", "my.yaml", "check", "--config", "prometido.yaml"]) == 78
    assert capsys.readouterr().err.startswith("prometido.yaml:1:1: ")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Failure("no"), 1, "prometido: no\n"),
        (Failure("no", code=2), 2, "prometido: no\n"),
        (typer.BadParameter("No way."), 2, "prometido: invalid value: No way (see “prometido --help”)\n"),
        (typer.Abort(), 1, "prometido: stopped: there was no answer (use --yes for no questions)\n"),
        (Faults([Fault("f", 2, 1, "b"), Fault("f", 1, 1, "a")]), 78, "f:1:1: a\nf:2:1: b\n"),
        (NotFound("none"), 78, "prometido: none\n"),
        (CredentialError("no secret"), 1, "prometido: no secret\n"),
        (NeedsUser("sign in\nagain"), 1, "prometido: sign in again\n"),
        (LedgerBusy("busy"), 1, "prometido: busy\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "prometido: /x: permission denied\n"),
    ],
)
def test_every_trouble_has_its_line_and_its_code(
    error: Exception, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(error) == code
    assert capsys.readouterr().err == said


def a_bug() -> Exception:
    """Return an error that was raised, as only such a one has a place."""
    try:
        int("Estimada Ana: le envío mi DNI")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_bug_names_its_place_and_quotes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROMETIDO_DEBUG", raising=False)
    assert tell(a_bug()) == 1
    error = capsys.readouterr().err
    assert error.startswith("prometido: this should not happen: ValueError at test_app.py:")
    assert "DNI" not in error
    monkeypatch.setenv("PROMETIDO_DEBUG", "1")
    tell(a_bug())
    assert "Traceback" in capsys.readouterr().err


def test_moments_without_an_offset_are_local_to_the_firm(here: Path) -> None:
    loaded = config.loading.load_text(LEAST, here / "prometido.yaml")
    madrid = ZoneInfo("Europe/Madrid")
    assert options.moment_of(options.parse_moment("2026-03-10T09:00"), loaded) == datetime(
        2026, 3, 10, 9, tzinfo=madrid
    )
    assert options.moment_of(datetime(2026, 3, 10, tzinfo=UTC), loaded) == datetime(2026, 3, 10, tzinfo=UTC)
    assert options.moment_of(None, loaded).tzinfo == madrid
    assert options.day_range(date(2026, 1, 1), date(2026, 1, 1)) == (date(2026, 1, 1), date(2026, 1, 1))


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    heavy = {"pydantic", "ruamel.yaml", "sqlalchemy", "rich", "structlog", "holidays", "googleapiclient", "msal", "re2"}
    code = f"import sys, daemon.cli; print([name for name in {sorted(heavy)!r} if name in sys.modules])"
    import subprocess  # noqa: PLC0415 - a process of its own is the point

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_rules_are_listed_for_people_and_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"id", "kind", "language", "version", "status", "title", "file", "line"} == set(found[0])
    assert run(["rules", "list"]) == 0
    assert found[0]["id"] in capsys.readouterr().out


def test_a_text_is_explained_with_the_rule_that_saw_something(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "Mañana le envío el presupuesto.", "--date", "2026-03-10"]) == 0
    shown = capsys.readouterr().out
    assert "promise (" in shown
    assert "due 2026-03-11" in shown
    assert run(["rules", "explain", "Gracias.", "--inbound"]) == 0
    assert capsys.readouterr().out.endswith("No signal.\n")


OWN = """\
language: es
rules:
  - id: mine
    title: Lo hago
    kind: promise
    version: 1
    languages: es
    description: Una regla propia.
    looks_for: {text: 'xyzzy'}
    examples:
      finds: [%s]
      ignores: [nada de nada]
"""


def test_examples_that_are_not_as_they_say_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "prometido.yaml").write_text(LEAST + "rules: {packs: [], files: [mine.yaml]}\n")
    (here / "mine.yaml").write_text(OWN % "ahora digo xyzzy")
    assert run(["rules", "test", "--config", "prometido.yaml"]) == 0
    assert capsys.readouterr().out == "1 rules, 2 examples: all as they say.\n"
    (here / "mine.yaml").write_text(OWN % "otra cosa")
    assert run(["rules", "test", "--config", "prometido.yaml"]) == 1
    shown = capsys.readouterr()
    assert "mine (es): “otra cosa”: expected something, found nothing" in shown.out
    assert shown.err == "prometido: 1 of 2 examples are not as they say\n"


def test_all_that_is_wrong_with_rules_playbooks_and_texts_is_told_with_the_rest(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "texts").mkdir()
    (here / "texts" / "es.yaml").write_text("promise.send: {usted: '{{ oops', tu: x}\nnone: {usted: x}\n")
    (here / "mine.yaml").write_text(OWN.replace("looks_for", "look_for") % "x")
    (here / "prometido.yaml").write_text(
        LEAST
        + "rules: {packs: [es, xx], files: [mine.yaml], disable: [nothing-like-it]}\n"
        + "templates: texts\nplaybooks: {quote: {duo: 1 wd}}\nlanguaje: es\n"
    )
    assert run(["check"]) == 78
    places = [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()]
    assert {
        f"{here}/mine.yaml:9:5",
        "prometido.yaml:3:21",
        "prometido.yaml:5:21",
        "prometido.yaml:6:1",
        f"{here}/texts/es.yaml:1:23",
        f"{here}/texts/es.yaml:1:34",
        f"{here}/texts/es.yaml:2:1",
    } <= set(places)
    (here / "mine.yaml").write_text(OWN % "xyzzy")
    (here / "prometido.yaml").write_text(LEAST + "rules: {packs: [], files: [mine.yaml], disable: [mime]}\n")
    assert run(["rules", "lint", "--config", "prometido.yaml"]) == 78
    assert capsys.readouterr().err == 'prometido.yaml:3:50: no rule "mime"; did you mean "mine"?\n'


def test_an_account_without_a_provider_has_nothing_to_sign_in_to(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "prometido.yaml").write_text(LEAST)
    assert run(["auth", "a"]) == 1
    assert capsys.readouterr().err.startswith("prometido: a: nothing to sign in to; maildir needs no more")
    assert run(["auth", "b"]) == 2
    assert capsys.readouterr().err == "prometido: no account “b”; expected a\n"


def test_a_sound_configuration_is_fine(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "prometido.yaml").write_text(LEAST)
    assert run(["check"]) == 0
    assert capsys.readouterr().out == "prometido.yaml: fine (1 account)\n"


def test_check_tells_of_a_pattern_that_stands_for_no_file_yet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "prometido.yaml").write_text(LEAST + "rules: {files: [rules.d/*.yaml]}\n")
    assert run(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["prometido.yaml:3:17: rules.d/*.yaml stands for no file yet"]
    (here / "rules.d").mkdir()
    (here / "rules.d" / "own.yml").touch()
    assert run(["check"]) == 78
    assert 'prometido.yaml:3:17: files[0]: "rules.d/*.yaml" stands for no file' in capsys.readouterr().err
