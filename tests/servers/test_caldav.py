"""CalDAV against Radicale and Xandikos, and what goes wrong with them."""

from __future__ import annotations

import http.server
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from connectors.caldav import CalDavCalendar, CalDavTasks, Client
from connectors.caldav.calendar import Look
from connectors.caldav.client import Answer
from connectors.errors import NeedsUser, Refused, SignInNeeded, Transient, UnknownOutcome
from connectors.ics.todo import write
from connectors.protocols import MarkState
from tests.contract.letters import NOW, a_task, an_event
from tests.contract.worlds.caldav import everything, put
from tests.contract.worlds.todos import with_property
from tests.servers import caldav
from tests.servers.caldav import PASSWORD, CalDavServer
from tests.servers.proxy import Proxy

START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 4, 1, tzinfo=UTC)


class Account:
    """A user of a server, with a calendar of this test's own."""

    def __init__(self, server: CalDavServer, *components: str) -> None:
        self.server = server
        self.port = int(server.base.rpartition(":")[2])
        self.user = server.new_user()
        name = f"Agenda {uuid.uuid4().hex[:6]}"
        self.calendar = server.make_calendar(self.user, name, components or ("VEVENT", "VTODO"))
        self.http = httpx.Client(auth=(self.user, PASSWORD), timeout=60)
        self._clients: list[Client] = []

    def close(self) -> None:
        self.http.close()
        for client in self._clients:
            client.close()

    def client(self, port: int = 0, *, secret: str = PASSWORD, seconds: float = 60, url: str = "") -> Client:
        base = f"http://127.0.0.1:{port or self.port}"
        self._clients.append(Client(url or base, user=self.user, secret=lambda: secret, seconds=seconds))
        return self._clients[-1]

    def tasks(self, port: int = 0, **more: float) -> CalDavTasks:
        return CalDavTasks(self.client(port, **more), wanted=self.calendar)

    def agenda(self, port: int = 0) -> CalDavCalendar:
        return CalDavCalendar(
            self.client(port), account="despacho", zone=ZoneInfo("Europe/Madrid"), wanted=self.calendar
        )

    def entries(self) -> list[bytes]:
        return [raw for _, raw in everything(self.http, self.calendar)]


@pytest.fixture(params=["radicale", "xandikos"])
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    with closing(Account(getattr(caldav, request.param)())) as one:
        yield one


@pytest.fixture
def proxy(account: Account) -> Iterator[Proxy]:
    with Proxy(account.port) as one:
        yield one


def test_a_task_whose_answer_was_lost_is_found_and_not_left_twice(account: Account, proxy: Proxy) -> None:
    tasks = account.tasks(proxy.port)
    assert tasks.find_task(a_task().key, uid=a_task().uid) is None
    proxy.cut_after(rb"PUT /")
    with pytest.raises(UnknownOutcome):
        tasks.create_task(a_task())
    left = tasks.find_task(a_task().key, uid=a_task().uid)
    assert left is not None
    assert tasks.create_task(a_task()) == left
    assert len(account.entries()) == 1


def test_a_task_that_was_never_sent_is_not_there(account: Account, proxy: Proxy) -> None:
    tasks = account.tasks(proxy.port)
    assert tasks.find_task(a_task().key, uid=a_task().uid) is None
    proxy.cut_before(rb"PUT /")
    with pytest.raises(UnknownOutcome):
        tasks.create_task(a_task())
    assert tasks.find_task(a_task().key, uid=a_task().uid) is None
    tasks.create_task(a_task())
    assert len(account.entries()) == 1


def test_a_server_that_stops_answering_is_given_up(account: Account, proxy: Proxy) -> None:
    tasks = account.tasks(proxy.port, seconds=0.5)
    tasks.check()
    proxy.stall()
    with pytest.raises(Transient):
        tasks.find_task(a_task().key, uid=a_task().uid)


def test_a_task_under_another_address_is_found_by_its_uid(account: Account) -> None:
    put(account.http, f"{account.calendar}elsewhere.ics", write(a_task()))
    tasks = account.tasks()
    left = tasks.create_task(a_task())
    assert left.ref.endswith("elsewhere.ics")
    assert tasks.task_states([(a_task().uid, left)]) == [MarkState.UNTOUCHED]
    assert len(account.entries()) == 1


def test_what_the_user_writes_while_a_task_is_changed_is_kept(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = account.tasks()
    left = tasks.create_task(a_task())
    real = Client.send
    interrupted: list[bool] = []

    def interrupt(client: Client, method: str, url: str, **more: object) -> object:
        if method == "PUT" and not interrupted:
            interrupted.append(True)
            [(there, raw)] = everything(account.http, account.calendar)
            put(account.http, there, with_property(raw, "LOCATION", "Obra"))
        return real(client, method, url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "send", interrupt)
    assert tasks.complete_task(left, uid=a_task().uid, at=NOW)
    [raw] = account.entries()
    assert b"LOCATION:Obra" in raw
    assert b"STATUS:COMPLETED" in raw


def test_a_task_its_user_touched_meanwhile_is_not_withdrawn(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = account.tasks()
    left = tasks.create_task(a_task())
    real = Client.send

    def interrupt(client: Client, method: str, url: str, **more: object) -> object:
        if method == "DELETE":
            [(there, raw)] = everything(account.http, account.calendar)
            put(account.http, there, with_property(raw, "LOCATION", "Obra"))
        return real(client, method, url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "send", interrupt)
    assert not tasks.withdraw_task(left, uid=a_task().uid)
    assert len(account.entries()) == 1


def test_a_calendar_that_was_removed_is_not_a_deleted_task(account: Account) -> None:
    tasks = account.tasks()
    left = tasks.create_task(a_task())
    account.http.delete(account.calendar).raise_for_status()
    with pytest.raises(NeedsUser):
        tasks.task_states([(a_task().uid, left)])


def test_a_token_the_server_has_forgotten_means_reading_again(account: Account) -> None:
    put(account.http, f"{account.calendar}e1.ics", an_event())
    agenda = account.agenda()
    cursor = agenda.read_events(None, start=START, end=END).cursor
    look = Look.parse(cursor)
    forged = {url: f"{token[:-4]}0000" for url, token in look.tokens.items()}
    again = agenda.read_events(str(Look(start=look.start, end=look.end, tokens=forged)), start=START, end=END)
    assert again.full
    assert [event.id for event in again.events] == ["e1"]


def test_a_task_left_in_the_same_calendar_is_no_news_for_the_meetings(account: Account) -> None:
    put(account.http, f"{account.calendar}e1.ics", an_event())
    agenda = account.agenda()
    first = agenda.read_events(None, start=START, end=END)
    account.tasks().create_task(a_task())
    second = agenda.read_events(first.cursor, start=START, end=END)
    assert not second.full
    assert second.cursor != first.cursor
    put(account.http, f"{account.calendar}e2.ics", an_event("e2"))
    assert agenda.read_events(second.cursor, start=START, end=END).full


def test_a_quiet_look_costs_a_few_small_answers(account: Account, proxy: Proxy) -> None:
    for number in range(20):
        put(account.http, f"{account.calendar}e{number}.ics", an_event(f"e{number}", "DESCRIPTION:" + "x" * 5000))
    # By its address, for Xandikos has one user, who may have many calendars of other tests.
    client = account.client(url=f"http://127.0.0.1:{proxy.port}{httpx.URL(account.calendar).path}")
    agenda = CalDavCalendar(client, account="despacho", zone=ZoneInfo("Europe/Madrid"))
    cursor = agenda.read_events(None, start=START, end=END).cursor
    before = proxy.received
    assert not agenda.read_events(cursor, start=START + timedelta(minutes=5), end=END + timedelta(minutes=5)).full
    assert proxy.received - before < 20_000


def test_the_address_of_a_calendar_is_enough(account: Account) -> None:
    put(account.http, f"{account.calendar}e1.ics", an_event())
    client = account.client(url=account.calendar)
    agenda = CalDavCalendar(client, account="despacho", zone=UTC)
    assert [event.id for event in agenda.read_events(None, start=START, end=END).events] == ["e1"]


def test_an_unknown_calendar_is_named_with_those_there_are(account: Account) -> None:
    with pytest.raises(NeedsUser, match=r"'Nada' on the server, which has: \w"):
        CalDavTasks(account.client(), wanted="Nada").create_task(a_task())
    assert [finding.ok for finding in CalDavTasks(account.client(), wanted="Nada").check()] == [False]


def test_between_two_calendars_the_user_chooses(account: Account) -> None:
    for name in ("Tareas", "Otras tareas"):  # one that holds nothing but tasks would be taken without asking
        account.server.make_calendar(account.user, name, ("VTODO",))
    with pytest.raises(NeedsUser, match="several calendars take tasks"):
        CalDavTasks(account.client()).create_task(a_task())


def test_a_wrong_password_needs_a_new_sign_in() -> None:
    with closing(Account(caldav.radicale())) as account, pytest.raises(SignInNeeded):
        CalDavTasks(account.client(secret="wrong")).create_task(a_task())


def test_a_place_without_calendars_says_so() -> None:
    with closing(Account(caldav.radicale())) as account:
        client = account.client(url=f"http://127.0.0.1:{account.port}/{account.user}/nothing/here/")
        findings = CalDavCalendar(client, account="a", zone=UTC, wanted="").check()
        assert findings
        nobody = Client("http://127.0.0.1:1/", user="ana", secret=lambda: PASSWORD, seconds=2)
        with pytest.raises(Transient, match="cannot be reached"):
            CalDavTasks(nobody).create_task(a_task())


class Scripted(http.server.BaseHTTPRequestHandler):
    """Answers everything with what the test wrote down."""

    answer: Callable[[Scripted], tuple[int, dict[str, str], bytes]]

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, body = self.answer()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def scripted() -> Iterator[Callable[..., Client]]:
    """Make a client of a server that answers as told."""
    servers: list[http.server.ThreadingHTTPServer] = []
    clients: list[Client] = []

    def start(answer: Callable[[Scripted], tuple[int, dict[str, str], bytes]]) -> Client:
        handler = type("Handler", (Scripted,), {"answer": answer, "protocol_version": "HTTP/1.1"})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        clients.append(Client(f"http://127.0.0.1:{server.server_port}/", user="ana", secret=lambda: "s", seconds=60))
        return clients[-1]

    yield start
    for client in clients:
        client.close()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (401, {}, SignInNeeded),
        (429, {"Retry-After": "17"}, Transient),
        (503, {}, Transient),
        (500, {}, Transient),
        (403, {}, Refused),
        (404, {}, NeedsUser),
    ],
)
def test_every_refusal_is_a_decision(
    scripted: Callable[..., Client], status: int, headers: dict[str, str], expected: type[Exception]
) -> None:
    client = scripted(lambda _: (status, headers, b"no"))
    with pytest.raises(expected) as error:
        CalDavTasks(client).create_task(a_task())
    assert getattr(error.value, "retry_after", None) == (17 if headers else None)


def test_a_password_that_is_asked_for_as_a_digest_is_given_as_one(scripted: Callable[..., Client]) -> None:
    given: list[str] = []

    def answer(request: Scripted) -> tuple[int, dict[str, str], bytes]:
        given.append(request.headers.get("Authorization", "").partition(" ")[0])
        if given[-1] == "Digest":
            return 404, {}, b""
        return 401, {"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth", algorithm=MD5'}, b""

    with pytest.raises(NeedsUser):
        CalDavTasks(scripted(answer)).create_task(a_task())
    assert "Digest" in given


def test_a_redirect_to_another_host_does_not_get_the_password(scripted: Callable[..., Client]) -> None:
    client = scripted(lambda _: (301, {"Location": "http://elsewhere.example/"}, b""))
    with pytest.raises(NeedsUser, match="another server"):
        CalDavTasks(client).create_task(a_task())


def test_a_redirect_out_of_encryption_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Answer(url="https://dav.example/", status=301, headers={"location": "http://dav.example/"}, body=b"")
    monkeypatch.setattr(Client, "send", lambda *_, **__: answer)
    with pytest.raises(NeedsUser, match="another server"):
        Client("https://dav.example/", user="ana", secret=lambda: "s").propfind("https://dav.example/", "<d:x/>")


@pytest.mark.parametrize("body", [b"<html>gateway", b"", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"\xff\xfe"])
def test_an_answer_that_is_no_xml_passes_by_itself(scripted: Callable[..., Client], body: bytes) -> None:
    with pytest.raises(Transient):
        CalDavTasks(scripted(lambda _: (207, {}, body))).create_task(a_task())


def test_nothing_but_the_methods_it_needs_is_ever_sent(scripted: Callable[..., Client]) -> None:
    with pytest.raises(ValueError, match="POST"):
        scripted(lambda _: (200, {}, b"")).send("POST", "http://127.0.0.1/outbox")
