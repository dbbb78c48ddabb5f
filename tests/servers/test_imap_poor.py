"""Drafts on a server that does not say under which number it stored them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.protocols import MarkState
from tests.contract.letters import a_draft
from tests.contract.worlds.imap import ImapWorld, pymap_world
from tests.servers import pymap
from tests.servers.proxy import Proxy

ROUNDS = 5


class Poor:
    """pymap, without APPENDUID; and as many Prometidos on its one mailbox as are asked for."""

    def __init__(self, world: ImapWorld, proxy: Proxy, opened: ExitStack) -> None:
        self.world = world
        self.proxy = proxy
        self._opened = opened
        proxy.hide(rb"\[APPENDUID [^]]*\] ")

    def open(self) -> Imap:
        place = Server(host="127.0.0.1", port=self.proxy.port, security="none")
        sign_in = SignIn(user=pymap.USER, secret=lambda: pymap.PASSWORD)
        mailbox = Imap(place, sign_in, Wanted(sent=("Sent",), drafts=("Drafts",)))
        self._opened.callback(mailbox.close)
        return mailbox


@pytest.fixture
def poor(tmp_path: Path) -> Iterator[Poor]:
    with ExitStack() as opened:
        world = opened.enter_context(pymap_world(tmp_path))
        port, _, _ = world.place
        yield Poor(world, opened.enter_context(Proxy(port)), opened)


def test_of_two_drafts_left_at_once_the_first_stays(poor: Poor) -> None:
    one, two = poor.open(), poor.open()
    draft = a_draft()
    first, second = one.create_draft(draft), two.create_draft(draft)
    assert first == second
    assert len(poor.world.drafts()) == 1
    assert one.draft_states([(draft.key, first)]) == [MarkState.UNTOUCHED]


def test_whoever_looks_first_one_draft_is_left(poor: Poor) -> None:
    one, two = poor.open(), poor.open()
    draft = a_draft()
    with ThreadPoolExecutor(2) as both:
        for _ in range(ROUNDS):
            lefts = list(both.map(lambda mailbox: mailbox.create_draft(draft), (one, two)))
            assert lefts[0] == lefts[1]
            assert len(poor.world.drafts()) == 1
            assert one.withdraw_draft(draft.key, lefts[0])
            assert poor.world.drafts() == []


def test_a_copy_that_its_user_edited_is_not_taken_back(poor: Poor) -> None:
    mailbox = poor.open()
    draft = a_draft()
    mailbox.create_draft(draft)
    [raw] = poor.world.drafts()
    poor.world.save_draft(raw + b"PD: mejor el jueves.\r\n")
    poor.open().create_draft(draft)
    assert [b"mejor el jueves" in raw for raw in poor.world.drafts()] == [False, True]


def test_without_uidplus_the_second_draft_stays_flagged_as_deleted(poor: Poor) -> None:
    poor.proxy.hide(rb" UIDPLUS")
    one, two = poor.open(), poor.open()
    draft = a_draft()
    assert one.create_draft(draft) == two.create_draft(draft)
    assert len(poor.world.drafts()) == 1
    assert len(poor.world.drafts(deleted=True)) == 1
