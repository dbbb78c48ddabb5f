from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import config
from config import Config, Faults, NotFound
from config.accounts import Imap, Maildir

CONTRACT = """\
timezone: Europe/Madrid
language: es
working_week: {days: [mon, tue, wed, thu, fri], hours: "09:00-18:00", holidays: ES-MD}
ledger: ledger.db
accounts:
  - name: despacho
    mail:      {connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}
    calendar:  {connector: ics, path: Calendar}
    addresses: [Ana@estudio.example, hola@estudio.example]
    colleagues: [estudio.example]
rules:
  packs: [es, en]
  files: [rules.d/*.yaml]
  disable: []
lookback: 90d
never: [boss@bank.example, "*@noreply.example"]
"""
LEAST = """\
timezone: Europe/Madrid
accounts:
  - name: despacho
    mail: {connector: maildir, path: Mail}
    addresses: [ana@estudio.example]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Mail").mkdir()
    (tmp_path / "Calendar").mkdir()
    return tmp_path


def read(folder: Path, text: str, *, look: bool = True) -> Config:
    file = folder / "prometido.yaml"
    file.write_text(text, encoding="utf-8")
    return config.load(file, look=look)


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(folder, text)
    return [str(fault).removeprefix(f"{folder}/prometido.yaml:") for fault in caught.value.faults]


def test_the_documented_configuration_is_read(folder: Path) -> None:
    found = read(folder, CONTRACT)
    account = found.account("despacho")
    assert account.addresses == ("ana@estudio.example", "hola@estudio.example")
    assert isinstance(account.mail, Maildir)
    assert (account.mail.path, account.mail.sent) == (folder / "Mail", ("Sent",))
    assert account.task_place == account.calendar
    assert found.ledger_file == folder / "ledger.db"
    assert found.zone == ZoneInfo("Europe/Madrid")
    week = found.working_week
    assert (week.weekdays, week.opens, week.closes) == (frozenset(range(5)), time(9), time(18))
    assert found.lookback == timedelta(days=90)


def test_little_is_needed_and_the_rest_has_sensible_defaults(folder: Path) -> None:
    found = read(folder, LEAST)
    assert found.rules.packs == ("es", "en")
    assert found.accounts[0].task_place is None
    assert (found.model, found.language, found.interval) == ("on", "es", timedelta(minutes=1))
    assert found.ledger == str(folder / "ledger.db")
    assert found.playbook_sources() == ()


def test_an_account_that_is_not_there_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError):
        read(folder, LEAST).account("taller")


def test_the_example_is_valid_and_uses_every_connector() -> None:
    example = config.load(Path(config.__file__).with_name("example.yaml"))
    used = {place.connector for a in example.accounts for place in (a.mail, a.calendar, a.tasks) if place}
    assert used == {
        "maildir", "ics", "imap", "caldav", "gmail", "google_calendar", "google_tasks",
        "outlook", "outlook_calendar", "microsoft_todo",
    }  # fmt: skip


def test_all_that_is_wrong_is_told_at_once_where_it_is(folder: Path) -> None:
    text = """\
timezone: Europe/Madird
languaje: es
working_week: {days: [mon, tues], hours: "18:00-09:00", holidays: ES-XX}
ledger: postgresql://ana:secret@db.example/x
accounts:
  - name: despacho
    mail: {connector: maildir, path: Nowhere}
    calendar: {connector: ics}
    addresses: [ana@estudio.example, not an address]
  - name: despacho
    mail: {connector: imap, host: mail.example, security: none, user: x, credential: ../x}
    calendar: {connector: caldav, url: "http://dav.example/", user: ana, credential: c}
    addresses: [ANA@estudio.example]
rules: {files: [nope.yaml]}
lookback: 90
never: ["*@"]
thresholds: {sure: 0.2, likely: 0.5}
model: maybe
"""
    assert [fault.split("; ")[0] for fault in faults_of(folder, text)] == [
        '1:11: timezone: "Europe/Madird" is no time zone',
        '2:1: unknown key "languaje"',
        '3:28: days[1]: "tues" is not known here',
        "3:42: hours: the day ends at 09:00 before it starts at 18:00",
        '3:67: holidays: "XX" is no part of ES known here',
        "4:9: ledger: a password in this file",
        f"7:38: path: there is no folder {folder}/Nowhere",
        '8:15: "path" is missing',
        '9:38: addresses[1]: "not an address" is no address',
        '10:11: the name "despacho" is taken by accounts[0]',
        "11:59: security: no encryption to mail.example",
        '11:86: credential: "../x" is no name of a credential',
        "12:40: url: a URL without encryption",
        "13:17: ANA@estudio.example belongs to accounts[0] already",
        f"14:17: files[0]: there is no file {folder}/nope.yaml",
        "15:11: lookback: 90 is no duration",
        '16:9: never[0]: "*@" names nobody',
        "17:13: thresholds: thresholds out of order",
        '18:8: model: "maybe" is not known here',
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("timezone: Nowhere/Nothing", '1:11: timezone: "Nowhere/Nothing" is no time zone'),
        ("timezone: ../../etc/passwd", '1:11: timezone: "../../etc/passwd" is no time zone'),
        ("working_week: {hours: nine}", '6:23: hours: "nine" are no hours; expected “09:00-18:00”'),
        ("working_week: {hours: 09:00-25:00}", '6:23: hours: "09:00-25:00" are no hours; expected “09:00-18:00”'),
        ("working_week: {days: []}", "6:22: days: nothing in it; expected at least 1"),
        ("working_week: {holidays: Spain}", '6:26: holidays: "Spain" is no country known here'),
        ("ledger: mysql://db/x", '6:9: ledger: "mysql://db/x" is no ledger; expected the path of a file, or postgresql://…'),
        ("lookback: 0d", "6:11: lookback: a duration of nothing; expected more than zero"),
        ("interval: 5 minutes", '6:11: interval: "5 minutes" is no duration'),
        ("templates: mine", "6:12: templates: there is no folder {folder}/mine; expected one that is there"),
        ("state: ~nobody-of-this-name/x", '6:8: state: "~nobody-of-this-name/x" names a home that is not known'),
        ("state: ''", '6:8: state: "" is no path; expected one, absolute or relative to this file'),
        ("never: [two words]", '6:9: never[0]: "two words" names nobody'),
        ("thresholds: {sure: 2}", "6:20: sure: 2 does not fit: input should be less than or equal to 1"),
        ("language: fr", '6:11: language: "fr" is not known here; expected es or en'),
    ],
)  # fmt: skip
def test_an_impossible_value_says_so_and_what_was_expected(folder: Path, line: str, fault: str) -> None:
    rest = LEAST.partition("\n")[2] if line.startswith("timezone") else LEAST
    text = f"{line}\n{rest}" if line.startswith("timezone") else f"{rest}{line}\n"
    (found,) = faults_of(folder, text)
    assert found.startswith(fault.replace("{folder}", str(folder)))
    assert re.search("; (expected|did you mean) |input should be", found)


@pytest.mark.parametrize(
    "url", ["dav.example", "ftp://dav.example", "https://", "https://u:p@dav.example/", "http://[::1"]
)
def test_an_address_of_a_server_is_a_whole_safe_url(folder: Path, url: str) -> None:
    text = LEAST + f'    calendar: {{connector: caldav, url: "{url}", user: ana, credential: c}}\n'
    assert faults_of(folder, text)[0].startswith("6:40: url: ")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "imap.localhost"])
def test_a_server_on_this_machine_needs_no_encryption(folder: Path, host: str) -> None:
    mail = f'{{connector: imap, host: "{host}", port: 1143, security: none, user: ana, credential: c}}'
    found = read(folder, LEAST.replace("{connector: maildir, path: Mail}", mail)).accounts[0].mail
    assert isinstance(found, Imap)
    assert found.port_number == 1143


def test_the_port_follows_from_the_encryption(folder: Path) -> None:
    def port(security: str) -> int:
        mail = f"{{connector: imap, host: mail.example, security: {security}, user: ana, credential: c}}"
        found = read(folder, LEAST.replace("{connector: maildir, path: Mail}", mail)).accounts[0].mail
        assert isinstance(found, Imap)
        return found.port_number

    assert (port("tls"), port("starttls")) == (993, 143)


def test_the_daemon_starts_although_a_mailbox_is_missing(folder: Path) -> None:
    (folder / "Mail").rmdir()
    assert read(folder, LEAST, look=False).accounts[0].name == "despacho"
    assert faults_of(folder, LEAST) == [
        f"4:38: path: there is no folder {folder}/Mail; expected one that is there",
    ]


def test_patterns_become_the_files_they_stand_for(folder: Path) -> None:
    (folder / "rules.d").mkdir()
    for name in ("b.yaml", "a.yaml", "note.txt"):
        (folder / "rules.d" / name).touch()
    text = LEAST + f"rules: {{files: [rules.d/*.yaml, rules.d/a.yaml, '{folder}/rules.d/b*', none.d/*]}}\n"
    assert read(folder, text).rules.files == (folder / "rules.d/a.yaml", folder / "rules.d/b.yaml")


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("rules.d/*.yml", "rules.d/*.yaml"),
        ("rule.d/*.yaml", "rules.d/*.yaml"),
        ("rulesd/own*.yaml", "rules.d/own*.yaml"),
    ],
)
def test_a_pattern_that_is_likely_misspelt_is_a_fault_for_who_looks(folder: Path, pattern: str, meant: str) -> None:
    (folder / "rules.d").mkdir()
    (folder / "rules.d" / "a.yaml").touch()
    text = LEAST + f"rules: {{files: [{pattern}]}}\n"
    assert faults_of(folder, text) == [
        f'6:17: files[0]: "{pattern}" stands for no file; did you mean "{meant}"?',
    ]
    assert read(folder, text, look=False).rules.files == ()


@pytest.mark.parametrize("pattern", ["rules.d/*.yaml", "reglas/*.yaml", "none/there/*.yaml", "rules.d/*/*.yaml"])
def test_a_pattern_whose_files_may_be_to_come_is_none(folder: Path, pattern: str) -> None:
    (folder / "empty.d").mkdir()
    (folder / "rules.txt").touch()
    assert read(folder, LEAST + f"rules: {{files: ['{pattern}']}}\n").rules.files == ()


def test_folders_may_be_one_or_several(folder: Path) -> None:
    text = LEAST.replace("path: Mail}", "path: Mail, inbox: [INBOX, Clientes], sent: Enviados}")
    mail = read(folder, text).accounts[0].mail
    assert isinstance(mail, Maildir)
    assert (mail.inbox, mail.sent, mail.drafts) == (("INBOX", "Clientes"), ("Enviados",), ())


def test_overrides_of_playbooks_keep_their_places(folder: Path) -> None:
    (source,) = read(folder, LEAST + "playbooks:\n  quote:\n    due: 3 wd\n").playbook_sources()
    assert source.data == {"quote": {"due": "3 wd"}}
    assert source.place(("quote", "due")) == (8, 10)


def test_overrides_of_playbooks_may_stand_in_files(folder: Path) -> None:
    (folder / "play.yaml").write_text("quote: {due: 3 wd}\n", encoding="utf-8")
    (source,) = read(folder, LEAST + "playbooks: [play.yaml]\n").playbook_sources()
    assert (source.name, source.data) == (str(folder / "play.yaml"), {"quote": {"due": "3 wd"}})


def test_a_ledger_may_be_on_a_server(folder: Path) -> None:
    found = read(folder, LEAST + "ledger: postgresql://db.example/prometido\n")
    assert (found.ledger, found.ledger_file) == ("postgresql://db.example/prometido", None)


def test_a_file_that_is_no_configuration_at_all_is_a_fault(folder: Path) -> None:
    assert faults_of(folder, "- a\n") == ["1:1: expected keys with values, not a list"]
    assert faults_of(folder, "accounts: 3\n") == [
        '1:1: "timezone" is missing; expected the time zone of the firm, such as Europe/Madrid',
        "1:11: accounts: expected a list, not 3",
    ]


def test_an_address_belongs_to_one_account_even_where_all_else_is_well(folder: Path) -> None:
    second = LEAST.partition("accounts:\n")[2].replace("despacho", "obra")
    assert faults_of(folder, LEAST + second) == [
        "8:17: ana@estudio.example belongs to accounts[0] already; expected each address in one account"
    ]


@pytest.mark.parametrize("accounts", ["3", "[3, {name: 3, addresses: 3}]", "[{addresses: [3]}]", "{name: a}", "[]"])
def test_accounts_of_any_shape_are_faults_and_never_a_crash(folder: Path, accounts: str) -> None:
    assert faults_of(folder, f"timezone: UTC\naccounts: {accounts}\n")


def test_where_nobody_may_look_there_is_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cannot_be_looked_at = "/" + "x" * 300
    with pytest.raises(NotFound, match="make one with “prometido init”"):
        config.find(environment={"HOME": cannot_be_looked_at})


def test_the_configuration_is_looked_for_where_it_usually_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"HOME": str(tmp_path / "home")}
    own = tmp_path / "home/.config/prometido/prometido.yaml"
    own.parent.mkdir(parents=True)
    with pytest.raises(NotFound, match="make one with “prometido init”"):
        config.find(environment=environment)
    own.touch()
    assert config.find(environment=environment) == own
    Path("prometido.yaml").touch()
    assert config.find(environment=environment) == Path("prometido.yaml")
    named = environment | {"PROMETIDO_CONFIG": "other.yaml"}
    assert config.find(environment=named) == Path("other.yaml")
    assert config.find(Path("given.yaml"), environment=named) == Path("given.yaml")
