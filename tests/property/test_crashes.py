"""Wherever the power is cut, the next run ends as if nothing had happened, and the one after it does nothing."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.commitments import Commitment
from rules.settlement import Verb
from tests.chaos.firms import differences, rows_of
from tests.chaos.twins import TwinFirm

THOROUGH = bool(os.environ.get("CHAOS"))
PEDRO = "Pedro Marín <pedro@cliente.example>"
MARTA = "Marta Gil <marta@otra.example>"
THINGS = ("el presupuesto de la cocina", "las fotos", "el contrato")


NEW = {
    "promise": (True, "Hola, {name}:\n\nMañana te mando {thing}.\n\nUn abrazo,\nAna"),
    "request": (True, "Hola, {name}:\n\n¿Me puedes enviar {thing}? Lo necesito.\n\nUn abrazo,\nAna"),
    "question": (False, "Hola, Ana:\n\n¿Qué precio tiene {thing}?\n\n{name}"),
}
ANSWERS = {
    "keep": (True, "Hola, {name}:\n\nTe adjunto {thing}.\n\nUn abrazo,\nAna"),
    "renew": (True, "Hola, {name}:\n\nSigo con ello, te lo mando el viernes.\n\nUn abrazo,\nAna"),
    "answer": (False, "Hola, Ana:\n\nGracias, ya lo tengo todo.\n\n{name}"),
}
"""By name: whether it is ours, and what it says."""


@dataclass(frozen=True)
class Act:
    """Something that happens in the world of a firm, some hours after what happened before."""

    what: str
    person: str = PEDRO
    thing: str = THINGS[0]
    hours: int = 1


ACTS = st.builds(
    Act,
    what=st.sampled_from(
        ["promise", "promise", "promise", "request", "question", "keep", "renew", "answer", "cycle", "cycle", "cycle",
         "send", "edit", "delete", "tick", "dismiss", "snooze"]
    ),
    person=st.sampled_from((PEDRO, MARTA)),
    thing=st.sampled_from(THINGS),
    hours=st.sampled_from((1, 1, 5, 24, 24, 48, 120)),
)  # fmt: skip


LETTERS = ACTS.filter(lambda act: act.what in NEW or act.what in ANSWERS)


class Life:
    """The same acts lived by two firms end the same, unless something went wrong."""

    def __init__(self) -> None:
        self.firm = TwinFirm()
        self.last: dict[tuple[str, str], str] = {}

    def live(self, act: Act) -> bool:
        """Let something happen; return whether a cycle is due after it."""
        self.firm.now += timedelta(hours=act.hours)
        if act.what in NEW or act.what in ANSWERS:
            self._write(act)
        elif act.what != "cycle":
            self._use_hands(act.what)
        return act.what == "cycle"

    def _write(self, act: Act) -> None:
        ours, text = NEW.get(act.what) or ANSWERS[act.what]
        about = (act.person, act.thing)
        if act.what in ANSWERS and about not in self.last:
            return
        said = text.format(name=act.person.split(maxsplit=1)[0], thing=act.thing)
        message_id = self.firm.write(
            said,
            ours=ours,
            person=act.person,
            subject=act.thing.capitalize(),
            reply_to=self.last[about] if act.what in ANSWERS else "",
            attached=act.what == "keep",
        )
        if act.what in NEW:
            self.last[about] = message_id

    def _use_hands(self, what: str) -> None:
        firm, mailbox, tasks = self.firm, self.firm.posts["ana"].mailbox, self.firm.posts["ana"].tasks
        match what:
            case "send" if mailbox.drafts:
                firm.send_draft("ana", min(mailbox.drafts), keeps_marks=False)
            case "edit" if mailbox.drafts:
                firm.edit_draft("ana", min(mailbox.drafts))
            case "delete" if mailbox.drafts:
                firm.discard_draft("ana", min(mailbox.drafts))
            case "tick" if tasks.tasks:
                firm.tick("ana", min(tasks.tasks))
            case "dismiss" | "snooze" if owed := firm.owed():
                firm.say(min(item.id for item in owed), Verb.DISMISS if what == "dismiss" else Verb.SNOOZE)

    def ending(self) -> dict[str, Any]:
        post = self.firm.posts["ana"]
        return {
            "drafts": sorted(stored.raw for stored in post.mailbox.drafts.values()),
            "tasks": sorted(
                b"".join(line for line in raw.splitlines(keepends=True) if not line.startswith(b"SEQUENCE"))
                for raw in post.tasks.tasks.values()
            ),
            "delayed": sorted(ref for ref, stored in post.mailbox.messages.items() if stored.delayed),
            "ledger": rows_of(self.firm.firm),
        }


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=True)
def _held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have as many circles share a transaction on a slow machine as on a fast one: each commit is an effect."""
    monkeypatch.setattr("daemon.conclude._HELD", math.inf)


@pytest.mark.timeout(7200)
@given(st.lists(ACTS, min_size=2, max_size=12), st.data())
@settings(max_examples=500 if THOROUGH else 25, deadline=None)
def test_a_crash_at_any_effect_changes_nothing_in_the_end(acts: list[Act], data: st.DataObject) -> None:
    calm, crashed = Life(), Life()
    try:
        for act in [*acts, Act("cycle", hours=1), Act("cycle", hours=24)]:
            due = calm.live(act)
            crashed.live(act)
            if not due:
                continue
            report = calm.firm.cycle()
            assert report is not None
            assert report.ok
            effects = calm.firm.fuse.burnt
            point = data.draw(st.integers(1, max(1, effects)), label="crash at effect")
            crashed.firm.cycle(crash_at=point)
            again = crashed.firm.cycle(crash_at=data.draw(st.none() | st.integers(1, 3), label="and again"))
            if again is None:
                assert crashed.firm.cycle() is not None
            ending = crashed.ending()
            assert differences(calm.ending(), ending) == []
            [account] = crashed.firm.cycle().accounts  # type: ignore[union-attr]
            assert (account.acted.drafts, account.acted.tasks, account.acted.tidied, account.user_acts) == (0, 0, 0, 0)
            assert differences(ending, crashed.ending()) == []
        assert all(count <= 1 for count in crashed.firm.posts["ana"].mailbox.made.values())
    finally:
        calm.firm.close()
        crashed.firm.close()


@given(st.lists(LETTERS, min_size=2, max_size=7), st.data())
@settings(max_examples=40, deadline=None)
def test_any_order_of_arrival_gives_the_same_ledger(acts: list[Act], data: st.DataObject) -> None:
    one, other = Life(), Life()
    try:
        for act in acts:
            one.live(act)
            other.live(act)
        mailbox = other.firm.posts["ana"].mailbox
        mixed = data.draw(st.permutations(list(mailbox.messages.items())), label="order")
        cut = data.draw(st.integers(0, len(mixed)), label="read before the rest comes")
        mailbox.messages.clear()
        for part in (mixed[:cut], mixed[cut:]):
            for ref, stored in part:
                stored.number = next(mailbox._numbers)
                mailbox.messages[ref] = stored
            other.firm.cycle()
        one.firm.cycle()
        assert [_unnamed(item) for item in one.firm.owed()] == [_unnamed(item) for item in other.firm.owed()]
    finally:
        one.firm.close()
        other.firm.close()


def _unnamed(commitment: Commitment) -> Commitment:
    """Leave out by which of its messages a thread is called: the first that was seen of it."""
    return replace(commitment, thread="")


def test_fifty_cycles_over_its_own_draft_leave_that_draft() -> None:
    life = Life()
    try:
        life.live(Act("promise"))
        life.firm.cycle()
        life.firm.now += timedelta(days=3)
        for _ in range(50):
            life.firm.now += timedelta(minutes=7)
            assert life.firm.cycle() is not None
        post = life.firm.posts["ana"]
        assert (len(post.mailbox.drafts), len(post.tasks.tasks)) == (1, 1)
        assert sum(post.mailbox.made.values()) == 1
    finally:
        life.firm.close()
