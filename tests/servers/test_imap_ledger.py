"""The same lives, lived on this machine and on mail and calendar servers, leave the same ledger, drafts and tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.cycle import Cycle
from daemon.firm import Firm
from daemon.ledger.accounts import AccountState
from rules.commitments import Status
from rules.detection import Detector
from tests.lives import LIVES, MOMENT, PROMISE, Hands, outcome, the_task_is_ticked
from tests.servers import caldav, dovecot
from tests.servers.caldav import CalDavServer
from tests.servers.dovecot import Dovecot
from tests.servers.imap_world import ImapHands, ImapWorld
from tests.servers.proxy import Proxy
from tests.worlds import World

Life = Callable[[World, Hands], None]
BOTH = ("VEVENT", "VTODO")


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
        """Run cycles until one ends well, and one more: there must be one draft and one task."""
        states = [self.run(0)]
        while states[-1] is not AccountState.OK and len(states) < 4:
            states.append(self.run(len(states)))
        assert self.run(9) is states[-1] is AccountState.OK
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


@pytest.mark.parametrize("executed", [False, True], ids=["before it is executed", "after it is executed"])
@pytest.mark.parametrize("server", ["mail", "calendar"])
def test_whichever_word_of_a_cycle_is_lost_there_is_one_draft_and_one_task(
    server: str, executed: bool, tmp_path: Path
) -> None:
    with behind(tmp_path / "whole") as whole:
        whole.run(0)
        turns = getattr(whole, server).turns
    assert turns > 5
    for turn in range(1, turns + 1):
        with behind(tmp_path / str(turn)) as one:
            proxy: Proxy = getattr(one, server)
            proxy.cut_at(turn, executed=executed)
            one.settles()
            assert proxy.has_cut
