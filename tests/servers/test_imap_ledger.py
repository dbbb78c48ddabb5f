"""The same lives, lived on this machine and on mail and calendar servers, leave the same ledger, drafts and tasks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from connectors.imap.source import BATCH
from daemon.cycle import Cycle
from daemon.firm import Firm
from daemon.ledger.accounts import AccountState
from rules.commitments import Status
from rules.detection import Detector
from tests.lives import LIVES, MOMENT, NEW_DAY, PROMISE, Hands, outcome, the_task_is_ticked
from tests.servers import caldav, dovecot
from tests.servers.caldav import CalDavServer
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.imap_world import ImapHands, ImapWorld
from tests.servers.proxy import Proxy
from tests.worlds import MADRID, World

Life = Callable[[World, Hands], None]
BOTH = ("VEVENT", "VTODO")
KEPT = "Buenos días, Pedro:\n\nLe adjunto el presupuesto.\n\nUn saludo,\nAna"


@pytest.mark.parametrize(
    ("live", "calendars", "components"),
    [
        *(pytest.param(live, caldav.radicale, BOTH, id=live.__name__) for live in LIVES),
        pytest.param(the_task_is_ticked, caldav.xandikos, BOTH, id="xandikos"),
        pytest.param(the_task_is_ticked, caldav.radicale, ["VEVENT"], id="a calendar that takes no tasks"),
    ],
)
def test_a_life_on_servers_leaves_what_it_leaves_on_this_machine(
    live: Life, calendars: Callable[[], CalDavServer], components: Sequence[str], tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = World(tmp_path / "here"), ImapWorld(tmp_path / "there", calendars=calendars(), components=components)
    live(here, Hands(here))
    live(there, ImapHands(there))
    assert outcome(there, ImapHands(there)) == outcome(here, Hands(here))


RULES: list[Detector] = []


def detector(firm: Firm) -> Detector:
    """Read the rules once: they are the same for all."""
    if not RULES:
        RULES.append(firm.detector)
    return RULES[0]


class Behind:
    """A world whose mail and calendar servers are behind proxies."""

    def __init__(self, place: Path, mail: Proxy, calendar: Proxy) -> None:
        place.mkdir()
        self.mail, self.calendar = mail, calendar
        url = f"http://127.0.0.1:{calendar.port}/"
        self.world = ImapWorld(place, port=mail.port, url=url)
        self.world.we_write(PROMISE, "2026-03-10 10:12")
        firm = self.world.firm()
        firm.detector = detector(firm)
        self.cycle = Cycle(firm=firm)

    def run(self, minute: int) -> AccountState:
        return self.cycle.run(MOMENT + timedelta(minutes=minute)).accounts[0].state

    def settles(self) -> None:
        """Run cycles until two in a row end well: there must be one draft and one task."""
        states = [self.run(0), self.run(1)]
        while states[-2:] != [AccountState.OK] * 2 and len(states) < 6:
            states.append(self.run(len(states)))
        assert states[-2:] == [AccountState.OK] * 2
        assert len(self.world.drafts()) == 1
        assert len(self.world.task_records()) == 1
        assert [item.status for item in self.world.owed()] == [Status.OVERDUE]


@contextmanager
def behind(place: Path) -> Iterator[Behind]:
    port = int(caldav.radicale().base.rpartition(":")[2])
    with Proxy(dovecot.shared().port) as mail, Proxy(port) as calendar:
        one = Behind(place, mail, calendar)
        with closing(one.cycle):
            yield one


@pytest.mark.timeout(1800)  # dozens of worlds, on a machine that may be doing much else
@pytest.mark.parametrize("executed", [False, True], ids=["before it is executed", "after it is executed"])
def test_whichever_word_of_a_cycle_is_lost_there_is_one_draft_and_one_task(executed: bool, tmp_path: Path) -> None:
    with behind(tmp_path / "whole") as whole:
        whole.run(0)
        proxies = (whole.mail, whole.calendar)
        turns = [proxy.turns for proxy in proxies]
    assert min(turns) > 5
    for turn in range(1, max(turns) + 1):
        with behind(tmp_path / str(turn)) as one:
            for proxy in (one.mail, one.calendar):
                proxy.cut_at(turn, executed=executed)
            one.settles()
            assert one.mail.has_cut or turn > turns[0]
            assert one.calendar.has_cut or turn > turns[1]


def renewed(world: World, hands: Hands, send: Callable[[], object]) -> dict[str, object]:
    """Have the draft sent with a new day; tell what comes of it, apart from the id of what was sent."""
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    send()
    world.cycles("2026-03-12 12:30", "2026-03-18 09:05")
    return outcome(world, hands)


@pytest.mark.parametrize("program", ["thunderbird", "neomutt"])
def test_a_draft_is_sent_the_same_whatever_the_mail_program_makes_of_it(program: str, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = World(tmp_path / "here"), ImapWorld(tmp_path / "there")
    hands, others = Hands(here), ImapHands(there)
    words = ("2026-03-12 12:00", NEW_DAY, "el martes 17")

    def thunderbird() -> None:
        [(uid, _)] = there.raw_drafts()
        others.sent_like_thunderbird(*words)
        there.cycle("2026-03-12 12:10")  # it leaves the draft there for a while
        there.remove_draft(uid)

    expected = renewed(here, hands, lambda: hands.send_draft(*words))
    sending = thunderbird if program == "thunderbird" else lambda: others.send_like_neomutt(*words)
    assert renewed(there, others, sending) == expected


def test_mail_whose_numbers_all_changed_raises_nothing_twice(tmp_path: Path) -> None:
    world = ImapWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    world.cycle("2026-03-12 09:05")
    before = outcome(world, ImapHands(world))
    for folder in (".", "Sent", "Drafts"):
        world.server.renumber(world.name, folder)
    report = world.cycles("2026-03-12 09:10", "2026-03-12 09:15")
    assert report.ok
    assert world.status()[0].seen > 1, "the folder was read again"
    assert outcome(world, ImapHands(world)) == before


@pytest.fixture(scope="module")
def bare_server() -> Iterator[Dovecot]:
    """A server that makes no folders by itself, nor says what any is for."""
    one = Dovecot(special_use=False)
    yield one
    one.stop()


def renamed_after_a_promise(place: Path, server: Dovecot, name: str) -> tuple[ImapWorld, str, dict[str, object]]:
    """Promise something, have it noticed, and give the sent folder another name; tell what was there before."""
    world = ImapWorld(place, server=server)
    with world.client() as client:
        for folder in ("Sent", "Drafts"):
            client.create(folder)
    promise = world.we_write(PROMISE, "2026-03-10 10:12")
    assert world.cycle("2026-03-12 09:05").ok
    world.sent = name
    with world.client() as client:
        client.rename("Sent", f'"{name}"')
    return world, promise, outcome(world, ImapHands(world))


def goes_on(world: ImapWorld, promise: str, before: dict[str, object], *moments: str) -> None:
    """Nothing is read or raised again, and what is sent from now on counts."""
    assert world.cycles(*moments).ok
    assert outcome(world, ImapHands(world)) == before
    assert world.status()[0].seen == 1
    made = [item.id for item in world.owed()]
    world.we_write(KEPT, "2026-03-12 11:00", reply_to=promise, attachments=("Presupuesto.pdf",))
    world.cycle("2026-03-12 11:30")
    assert [item.id for item in world.owed(Status.FULFILLED)] == made
    assert world.owed(Status.OVERDUE) == []
    assert world.drafts() == []


def test_a_sent_folder_that_gets_another_usual_name_is_read_on(bare_server: Dovecot, tmp_path: Path) -> None:
    world, promise, before = renamed_after_a_promise(tmp_path, bare_server, "Elementos enviados")
    goes_on(world, promise, before, "2026-03-12 09:35", "2026-03-12 10:05")


def test_a_sent_folder_that_gets_a_name_of_its_user_s_own_waits_for_them(bare_server: Dovecot, tmp_path: Path) -> None:
    world, promise, before = renamed_after_a_promise(tmp_path, bare_server, "Cartas de 2026")
    [account] = world.cycle("2026-03-12 09:35").accounts
    assert account.state is AccountState.STOPPED
    assert "name it in the configuration" in account.reason
    assert outcome(world, ImapHands(world)) == before
    right = world.config.read_text("utf-8").replace("credential: mail", 'credential: mail, sent: "Cartas de 2026"')
    world.config.write_text(right, "utf-8")
    goes_on(world, promise, before, "2026-03-12 10:05", "2026-03-12 10:35")


def test_what_was_sent_from_an_alias_nobody_configured_is_ours(tmp_path: Path) -> None:
    world = ImapWorld(tmp_path)
    alias = "Ana Ruiz <ana.ruiz@correo-propio.example>"
    first = world.we_write(PROMISE, "2026-03-10 10:12", sender=alias)
    world.cycle("2026-03-12 09:05")
    assert [item.status for item in world.owed()] == [Status.OVERDUE]
    made = [item.id for item in world.owed()]
    world.we_write(KEPT, "2026-03-12 11:00", reply_to=first, sender=alias, attachments=("Presupuesto.pdf",))
    world.cycle("2026-03-12 11:30")
    assert [item.id for item in world.owed(Status.FULFILLED)] == made
    assert world.owed(Status.OVERDUE) == []
    assert world.drafts() == []


def test_two_prometidos_on_one_mailbox_leave_one_draft_and_one_task(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    first, second = ImapWorld(tmp_path / "first"), World(tmp_path / "second")
    second.config.write_bytes(first.config.read_bytes())
    shutil.copytree(tmp_path / "first" / "secrets", tmp_path / "second" / "secrets")
    first.we_write(PROMISE, "2026-03-10 10:12")
    firms = [world.firm() for world in (first, second)]
    for moment in ("2026-03-10 10:30", "2026-03-12 09:05", "2026-03-12 09:35"):
        now = datetime.fromisoformat(moment).replace(tzinfo=MADRID)
        with ThreadPoolExecutor() as pool:
            reports = [run.result() for run in [pool.submit(firm.cycle, now) for firm in firms]]
        assert [report.ok for report in reports] == [True, True]
    assert len(first.drafts()) == 1
    assert len(first.task_records()) == 1
    assert [item.id for item in first.owed()] == [item.id for item in second.owed()]
    ImapHands(first).delete_draft()
    for world in (first, second):
        world.cycle("2026-03-12 10:00")
    assert first.drafts() == []


SECOND = """\
  - name: taller
    mail: {connector: maildir, path: Mail, inbox: INBOX, sent: Sent, drafts: Drafts}
    addresses: [luis@estudio.example]
rules:"""


def with_another_account(world: ImapWorld) -> None:
    """Give the firm a second account, on this machine, where something was promised too."""
    world.config.write_text(world.config.read_text("utf-8").replace("rules:", SECOND), encoding="utf-8")
    here = World(world.place, world.config.read_text("utf-8"))
    text = "Hola, Marta:\n\nMañana te envío el plano.\n\nLuis"
    people = {"sender": "luis@estudio.example", "to": "marta@obra.example"}
    here.we_write(text, "2026-03-10 10:12", **people, message_id="plano@world.example")


@pytest.mark.parametrize(
    ("fault", "expected", "words"),
    [
        ("a wrong password", AccountState.NEEDS_REAUTH, "refused user or password"),
        ("a certificate nobody vouches for", AccountState.STOPPED, "ca_bundle"),
        ("a server that is away", AccountState.BACKOFF, "cannot be reached"),
    ],
)
def test_a_trouble_of_one_account_is_said_once_and_the_others_go_on(
    fault: str, expected: AccountState, words: str, tmp_path: Path
) -> None:
    world = ImapWorld(tmp_path)
    world.we_write(PROMISE, "2026-03-10 10:12")
    with_another_account(world)
    right = world.config.read_text("utf-8")
    port = f"host: 127.0.0.1, port: {world.server.port}, security: none"
    match fault:
        case "a wrong password":
            world.secret("mail", "wrong")
        case "a certificate nobody vouches for":
            tls = f"host: localhost, port: {world.server.tls_port}, security: tls"
            world.config.write_text(right.replace(port, tls), encoding="utf-8")
        case _:
            world.config.write_text(right.replace(port, port.replace(str(world.server.port), "1")), encoding="utf-8")
    with capture_logs() as said:
        for minute in ("05", "15", "25"):
            report = world.cycle(f"2026-03-12 09:{minute}")
            assert [account.state for account in report.accounts] == [expected, AccountState.OK]
            assert words in report.accounts[0].reason
            assert PASSWORD not in report.accounts[0].reason
    assert len([line for line in said if line.get("state") == expected.value]) == 1
    assert [item.counterparty.address for item in world.owed()] == ["marta@obra.example"]
    world.secret("mail", PASSWORD)
    world.config.write_text(right, encoding="utf-8")
    assert world.cycle("2026-03-12 09:35").ok
    assert len(world.owed()) == 2
    assert len(world.drafts()) == 1


QUOTA = """
mail_plugins = quota
protocol imap {
  mail_plugins = quota
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=1K
}
"""


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    one = Dovecot(more=getattr(request, "param", ""))
    yield one
    one.stop()


@pytest.mark.parametrize("server", [QUOTA], indirect=True)
def test_a_full_mailbox_leaves_the_task_and_gets_its_draft_when_there_is_room(server: Dovecot, tmp_path: Path) -> None:
    world = ImapWorld(tmp_path, server=server)
    world.we_write(PROMISE, "2026-03-10 10:12")
    report = world.cycles("2026-03-12 09:05", "2026-03-12 09:35", "2026-03-12 10:05")
    assert [account.state for account in report.accounts] == [AccountState.BACKOFF]
    assert "quota" in report.accounts[0].reason.lower()
    assert world.drafts() == []
    assert len(world.task_records()) == 1
    server.allow("1K", "1M")
    assert world.cycles("2026-03-12 10:35", "2026-03-12 11:05").ok
    assert len(world.drafts()) == 1
    assert len(world.task_records()) == 1


def test_a_server_that_restarts_in_the_middle_of_a_read_costs_nothing(server: Dovecot, tmp_path: Path) -> None:
    world = ImapWorld(tmp_path, server=server)
    world.we_write(PROMISE, "2026-03-10 10:12")
    with world.client() as client:
        for number in range(BATCH * 3):
            raw = f"From: luis@otro.example\r\nMessage-ID: <n{number}@otro.example>\r\n\r\nHola\r\n"
            client.append("INBOX", "", "", raw.encode())

    def restart(_seen: int, _total: int | None) -> None:
        server.stop()

    broken = world.cycle("2026-03-12 09:05", progress=restart)
    assert [account.state for account in broken.accounts] == [AccountState.BACKOFF]
    server.start()
    report = world.cycles("2026-03-12 09:10", "2026-03-12 09:15")
    assert report.ok
    assert world.status()[0].seen == BATCH * 3 + 1
    assert [item.status for item in world.owed()] == [Status.OVERDUE]
    assert len(world.drafts()) == 1
    assert len(world.task_records()) == 1
