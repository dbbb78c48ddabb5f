from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

import config
from config.accounts import CalDav, Imap
from daemon.cli.app import run
from daemon.cli.setup.asking import UNKNOWN_ADDRESS
from daemon.cli.setup.finding import (
    Mailbox,
    country_of,
    find_calendars,
    find_language,
    find_mailboxes,
    find_zone,
)
from daemon.cli.setup.writing import Answers, relative, render

Answer = Callable[..., None]
SENT = b"From: Ana Ruiz <Ana@Estudio.example>\r\nTo: pedro@cliente.example\r\n\r\nHola\r\n"


def a_maildir(path: Path, *, sent: tuple[bytes, ...] = (), name: str = "Sent") -> Path:
    for folder in ("INBOX", name):
        for part in ("cur", "new", "tmp"):
            (path / folder / part).mkdir(parents=True)
    for number, message in enumerate(sent):
        (path / name / "cur" / f"{number}.x:2,S").write_bytes(message)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Madrid")
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_mailboxes_are_found_with_the_addresses_their_owner_writes_from(tmp_path: Path) -> None:
    second = SENT.replace(b"Ana@Estudio", b"hola@estudio")
    rare = SENT.replace(b"Ana@", b"x@")
    mail = a_maildir(tmp_path / "Mail" / "work", sent=(SENT,) * 6 + (second,) * 3 + (rare, b"From: nobody\r\n\r\n"))
    assert find_mailboxes([tmp_path]) == (
        Mailbox(path=mail, addresses=("ana@estudio.example", "hola@estudio.example")),
    )


def test_a_maildir_with_folders_inside_is_one_mailbox(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    a_maildir(tmp_path / "Maildir", sent=(SENT,), name=".Enviados")
    assert find_mailboxes([tmp_path]) == (Mailbox(path=tmp_path / "Maildir", addresses=("ana@estudio.example",)),)


def test_calendars_are_folders_that_hold_ics_files(tmp_path: Path) -> None:
    calendar = tmp_path / ".local/share/vdirsyncer/personal/home"
    calendar.mkdir(parents=True)
    assert find_calendars([tmp_path]) == ()
    (calendar / "a.ics").touch()
    assert find_calendars([tmp_path]) == (calendar,)


def test_the_zone_comes_from_the_environment_or_the_clock(tmp_path: Path) -> None:
    clock = tmp_path / "localtime"
    clock.symlink_to("/usr/share/zoneinfo/America/Montevideo")
    assert find_zone({"TZ": ":Europe/Madrid"}, clock) == "Europe/Madrid"
    assert find_zone({}, clock) == "America/Montevideo"
    assert find_zone({"TZ": "CET-1CEST"}, clock) is None
    assert find_zone({}, tmp_path / "none") is None


def test_a_zone_names_its_country() -> None:
    assert (country_of("America/Montevideo"), country_of("Etc/UTC")) == ("UY", None)


@pytest.mark.parametrize(
    ("locale", "language"), [("en_GB.UTF-8", "en"), ("es_MX.UTF-8", "es"), ("C", "es"), ("", "es")]
)
def test_the_language_follows_the_locale_and_is_spanish_where_that_says_nothing(locale: str, language: str) -> None:
    assert find_language({"LANG": locale}) == language


def test_paths_are_written_as_people_would(home: Path, tmp_path: Path) -> None:
    assert relative(tmp_path / "firm" / "Mail", tmp_path / "firm") == "Mail"
    assert relative(home / "Mail", tmp_path / "firm") == "~/Mail"
    assert relative(Path("/srv/mail"), tmp_path / "firm") == "/srv/mail"


def test_what_is_written_is_a_valid_configuration_whatever_the_answers_hold(tmp_path: Path) -> None:
    answers = Answers(
        timezone="Europe/Madrid",
        language="es",
        holidays="ES-MD",
        account='Estudio "Ana"',
        mail={"connector": "maildir", "path": 'Correo: "viejo" #1'},
        calendar={"connector": "ics", "path": "null"},
        addresses=("ana@estudio.example", "ana@gmail.com"),
    )
    found = config.loading.load_text(render(answers).replace('Estudio \\"Ana\\"', "Estudio"), tmp_path / "p.yaml")
    assert found.accounts[0].mail.path == tmp_path / 'Correo: "viejo" #1'
    assert found.accounts[0].calendar.path == tmp_path / "null"
    assert found.accounts[0].colleagues == ("estudio.example",), "a provider's domain is nobody's firm"


def test_init_without_questions_takes_what_it_finds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_maildir(home / "Mail", sent=(SENT,))
    (home / "Calendar").mkdir()
    (home / "Calendar" / "a.ics").touch()
    assert run(["init", str(home / "firm"), "--yes"]) == 0
    found = config.load(home / "firm" / "prometido.yaml", look=True)
    assert found.accounts[0].addresses == ("ana@estudio.example",)
    assert found.accounts[0].mail.path == home / "Mail"
    assert found.accounts[0].calendar.path == home / "Calendar"
    assert (found.timezone, found.working_week.holidays, found.language) == ("Europe/Madrid", "ES", "es")
    assert "Then: prometido check" in capsys.readouterr().out
    assert found.file.stat().st_mode & 0o077 == 0


def test_init_never_overwrites(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "prometido.yaml").write_text("mine")
    assert run(["init", str(home), "--yes"]) == 1
    assert (home / "prometido.yaml").read_text() == "mine"
    assert capsys.readouterr().err.endswith("prometido.yaml is there already; nothing was changed\n")


def test_init_says_so_where_it_cannot_know_who_you_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(home / "firm"), "--yes"]) == 0
    assert config.load(home / "firm" / "prometido.yaml").accounts[0].addresses == (UNKNOWN_ADDRESS,)
    assert "Put your own addresses into it" in capsys.readouterr().out


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    return give


def test_init_asks_again_where_an_answer_cannot_be(
    home: Path, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(
        "Europe/Madird", "", "ES-XX", "ES-MD", "9", "imap", "2", "nobody", "ana@estudio.example, hola@estudio.example",
        "despacho", "mail.example", "ana", "https://dav.example/",
    )  # fmt: skip
    assert run(["init", str(home / "firm")]) == 0
    account = config.load(home / "firm" / "prometido.yaml").account("despacho")
    assert isinstance(account.mail, Imap)
    assert (account.mail.host, account.mail.user, account.mail.credential) == ("mail.example", "ana", "despacho-imap")
    assert isinstance(account.calendar, CalDav)
    shown = capsys.readouterr().out
    assert 'did you mean "Europe/Madrid"?' in shown
    assert "expected a number from 1 to 4" in shown
    assert "Put the password for imap into" in shown


@pytest.mark.parametrize(("number", "connector"), [("3", "gmail"), ("4", "outlook")])
def test_init_for_a_provider_tells_how_to_sign_in(
    home: Path,
    answer: Answer,
    number: str,
    connector: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer("", "-", number, "ana@estudio.example", "despacho", "11111111-2222-3333-4444-555555555555")
    assert run(["init", str(home / "firm")]) == 0
    found = config.load(home / "firm" / "prometido.yaml")
    assert found.accounts[0].mail.connector == connector
    assert found.working_week.holidays is None
    assert "prometido auth despacho" in capsys.readouterr().out


def test_init_with_a_mailbox_somewhere_else(home: Path, answer: Answer) -> None:
    mail = a_maildir(home / "elsewhere")
    answer("", "", "", str(mail), "ana@estudio.example", "", "-")
    assert run(["init", str(home / "firm")]) == 0
    account = config.load(home / "firm" / "prometido.yaml", look=True).account("estudio")
    assert account.mail.path == mail
    assert account.calendar is None
