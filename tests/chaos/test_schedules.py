"""Accounts, faults, crashes, clocks and a user, in any order: what must hold holds after every step."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from connectors.errors import ConnectorError, NoRoom, SignInNeeded, Transient, UnknownOutcome
from connectors.ics.todo import Entry
from connectors.memory.mailbox import Stored
from daemon.cycle import CycleReport
from daemon.ledger import schema
from daemon.ledger.accounts import AccountState
from daemon.ledger.actions import ActionState, find_action
from rules.commitments import Commitment, Status
from rules.settlement import Verb
from tests.chaos.twins import ACCOUNTS, Post, TwinFirm

THOROUGH = bool(os.environ.get("CHAOS"))
CANARY = "canario-7f3a"
PEOPLE = ("Pedro Marín <pedro@cliente.example>", "Marta Gil <marta@otra.example>", "Luis Roig <luis@cliente.example>")
THINGS = ("el presupuesto de la cocina", "las fotos", "el contrato")
READS = ("read", "batch", "find_draft", "draft_states", "find_task", "task_states", "read_events")
WRITES = ("create_draft", "withdraw_draft", "create_task", "change_task", "complete_task")
LETTERS = {
    "promise": (True, "Hola, {name}:\n\nMañana te mando {thing}.\n\nUn abrazo,\nAna"),
    "later": (True, "Hola, {name}:\n\nEl viernes te mando {thing}.\n\nUn abrazo,\nAna"),
    "request": (True, "Hola, {name}:\n\n¿Me puedes enviar {thing}? Lo necesito.\n\nUn abrazo,\nAna"),
    "forgotten": (True, "Hola, {name}:\n\nTe adjunto {thing}.\n\nUn abrazo,\nAna"),
    "question": (False, "Hola, Ana:\n\n¿Qué precio tiene {thing}?\n\n{name}"),
    "their promise": (False, "Hola, Ana:\n\nMañana te mando {thing}.\n\n{name}"),
    "complaint": (False, "Hola, Ana:\n\nEstoy muy descontento con {thing}: llegó roto.\n\n{name}"),
}
ANSWERS = {
    "keep": (True, "Hola, {name}:\n\nTe adjunto {thing}.\n\nUn abrazo,\nAna", True),
    "renew": (True, "Hola, {name}:\n\nSigo con ello, te lo mando el viernes.\n\nUn abrazo,\nAna", False),
    "answer": (False, "Hola, Ana:\n\nGracias, ya lo tengo todo.\n\n{name}", False),
    "let off": (False, "Hola, Ana:\n\nYa no hace falta, gracias.\n\n{name}", False),
}
OPEN = frozenset({Status.OPEN, Status.OVERDUE})


class Year(RuleBasedStateMachine):
    """A firm of two or three accounts, and a world that spares it nothing."""

    @initialize(accounts=st.sampled_from((2, 3)), day=st.sampled_from(("2026-03-09", "2026-03-27", "2026-10-23")))
    def open(self, accounts: int, day: str) -> None:
        self.firm = TwinFirm(accounts, now=f"{day} 09:30")
        self.said: list[str] = []
        before = structlog.get_config()
        structlog.configure(processors=[*before["processors"][:0], self._note], wrapper_class=structlog.BoundLogger)
        self._logs = before
        self.letters: list[tuple[str, str, str, str]] = []
        self.lost: dict[str, dict[str, Stored]] = {}
        self.final: dict[str, int] = {}
        self.troubled: set[str] = set()
        self.latest = self.firm.now

    def _note(self, _logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        self.said.append(repr(event))
        raise structlog.DropEvent

    def teardown(self) -> None:
        if hasattr(self, "firm"):
            try:
                self._ends_well()
            finally:
                structlog.configure(**self._logs)
                self.firm.close()

    # What the world does.

    @rule(
        what=st.sampled_from(sorted(LETTERS)),
        person=st.sampled_from(PEOPLE),
        thing=st.sampled_from(THINGS),
        account=st.integers(0, 2),
    )
    def a_letter_comes(self, what: str, person: str, thing: str, account: int) -> None:
        ours, text = LETTERS[what]
        name = self._account(account)
        said = text.format(name=person.split(maxsplit=1)[0], thing=thing) + f"\n\n{CANARY}"
        message_id = self.firm.write(said, account=name, ours=ours, person=person, subject=thing.capitalize())
        self.letters.append((message_id, person, thing, name))

    @precondition(lambda self: self.letters)
    @rule(what=st.sampled_from(sorted(ANSWERS)), data=st.data())
    def an_answer_comes(self, what: str, data: st.DataObject) -> None:
        ours, text, attached = ANSWERS[what]
        message_id, person, thing, name = data.draw(st.sampled_from(self.letters))
        said = text.format(name=person.split()[0], thing=thing)
        self.firm.write(
            said, account=name, ours=ours, person=person, subject=f"Re: {thing.capitalize()}",
            reply_to=message_id, attached=attached,
        )  # fmt: skip

    @rule(hours=st.sampled_from((1, 6, 24, 24, 72, 120, 240)))
    def time_passes(self, hours: int) -> None:
        self.firm.now += timedelta(hours=hours)
        self.latest = max(self.latest, self.firm.now)

    @rule(hours=st.sampled_from((-1, -30, -24 * 20, 24 * 40)))
    def the_clock_is_set(self, hours: int) -> None:
        self.firm.now += timedelta(hours=hours)
        self.latest = max(self.latest, self.firm.now)

    # What goes wrong.

    @rule(account=st.integers(0, 2), operation=st.sampled_from(READS + WRITES), times=st.sampled_from((1, 1, 2, 6)))
    def the_provider_is_down(self, account: int, operation: str, times: int) -> None:
        for _ in range(times):
            self._fail(account, operation, Transient("the server does not answer", retry_after=60))

    @rule(account=st.integers(0, 2), operation=st.sampled_from(("create_draft", "create_task")), done=st.booleans())
    def a_reply_is_lost(self, account: int, operation: str, *, done: bool) -> None:
        self._fail(account, operation, UnknownOutcome("the connection broke"), executed=done)

    @rule(account=st.integers(0, 2), operation=st.sampled_from(WRITES))
    def there_is_no_room(self, account: int, operation: str) -> None:
        self._fail(account, operation, NoRoom("the mailbox is full"))

    @rule(account=st.integers(0, 2))
    def the_password_is_wrong(self, account: int) -> None:
        self._fail(account, "read", SignInNeeded("sign in again"))

    @rule(account=st.integers(0, 2))
    def the_cursor_expires(self, account: int) -> None:
        self.firm.posts[self._account(account)].mailbox.expire()

    @rule(account=st.integers(0, 2))
    def the_mail_is_gone(self, account: int) -> None:
        name = self._account(account)
        mailbox = self.firm.posts[name].mailbox
        if mailbox.messages and name not in self.lost:
            self.lost[name] = dict(mailbox.messages)
            mailbox.empty()
            self.troubled.add(name)

    @rule()
    def all_is_repaired(self) -> None:
        self._repair()

    # What the daemon does.

    @rule(alone=st.none() | st.integers(0, 2))
    def a_cycle(self, alone: int | None) -> None:
        report = self.firm.cycle(names=None if alone is None else [self._account(alone)])
        assert report is not None
        self._look(report)

    @rule(effect=st.integers(1, 30))
    def a_crash(self, effect: int) -> None:
        report = self.firm.cycle(crash_at=effect)
        if report is not None:
            self._look(report)

    @rule()
    def a_restart(self) -> None:
        self.firm.stop()

    # What the user does.

    @rule(data=st.data(), what=st.sampled_from(("send", "send whole", "edit", "delete")))
    def the_user_takes_a_draft(self, data: st.DataObject, what: str) -> None:
        there = [(post.name, ref) for post in self._posts() for ref in post.mailbox.drafts]
        if not there:
            return
        name, ref = data.draw(st.sampled_from(there))
        self.firm.now += timedelta(minutes=1)
        match what:
            case "edit":
                self.firm.edit_draft(name, ref)
            case "delete" if self._is_known(self.firm.key_of(name, ref)):
                self.firm.discard_draft(name, ref)
            case "delete":
                pass
            case _:
                self.firm.send_draft(name, ref, keeps_marks=what == "send whole")

    @rule(data=st.data(), what=st.sampled_from(("tick", "delete")))
    def the_user_takes_a_task(self, data: st.DataObject, what: str) -> None:
        there = [(post.name, uid) for post in self._posts() for uid in post.tasks.tasks]
        if there:
            name, uid = data.draw(st.sampled_from(there))
            self.firm.now += timedelta(minutes=1)
            if what == "tick":
                self.firm.tick(name, uid)
            elif self._is_known(Entry(self.firm.posts[name].tasks.tasks[uid]).key):
                del self.firm.posts[name].tasks.tasks[uid]

    @rule(data=st.data(), verb=st.sampled_from((Verb.DONE, Verb.DISMISS, Verb.DISMISS, Verb.SNOOZE)))
    def the_user_speaks(self, data: st.DataObject, verb: Verb) -> None:
        owed = [item for item in self.firm.owed() if item.status in OPEN]
        if owed:
            item = data.draw(st.sampled_from(owed))
            after = self.firm.say(item.id, verb)
            if verb is not Verb.SNOOZE:
                assert after.status not in OPEN
            if verb is Verb.DISMISS:
                self.final[item.id] = sum(self._made(item.id).values())

    # What must hold.

    @invariant()
    def there_is_at_most_one_draft_and_one_task_a_step(self) -> None:
        for post in self._posts():
            assert all(count <= 1 for count in post.made.values()), post.made
            keys = Counter(self.firm.key_of(post.name, ref) for ref in post.mailbox.drafts)
            assert all(count == 1 for count in keys.values()), keys
            assert all(count <= 1 for count in post.tasks.made.values()), post.tasks.made

    @invariant()
    def no_log_holds_what_people_wrote(self) -> None:
        for line in getattr(self, "said", ()):
            assert CANARY not in line
            assert "@" not in line
        if hasattr(self, "said"):
            self.said.clear()

    def _look(self, report: CycleReport) -> None:
        """Hold everything that is concluded after a cycle."""
        for account in report.accounts:
            if account.taken.complete and account.state is AccountState.OK:
                assert self._delivered(self.firm.posts[account.name]) <= self._examined(account.name)
            well = account.name not in self.troubled
            assert not well or account.state is AccountState.OK, account
        owed = self.firm.owed()
        for item in owed:
            if item.status is Status.OVERDUE and item.due_at is not None:
                read = [self.firm.posts[name].mailbox.whole for name in self._concerned(item)]
                assert all(whole is not None and whole >= item.due_at for whole in read), (item, read)
                assert item.due_at <= report.now + timedelta(hours=1), item
            if item.id in self.final:
                assert item.status not in OPEN, item
                assert sum(self._made(item.id).values()) <= self.final[item.id], item

    def _ends_well(self) -> None:
        """Once all is repaired two cycles do everything that is to be done, and a third nothing."""
        self._repair()
        self.firm.now = self.latest + timedelta(days=1)
        for _ in range(2):
            report = self.firm.cycle()
            assert report is not None
            assert report.ok, report
            self._look(report)
        report = self.firm.cycle()
        assert report is not None
        for account in report.accounts:
            acted = account.acted
            assert (acted.drafts, acted.tasks, acted.tidied, account.user_acts) == (0, 0, 0, 0), account
        with self.firm.firm.engine.connect() as connection:
            states = set(connection.execute(select(schema.actions.c.state).distinct()).scalars())
        assert not states & {ActionState.INTENDED.value, ActionState.WITHDRAWING.value}
        self.there_is_at_most_one_draft_and_one_task_a_step()
        self.no_log_holds_what_people_wrote()

    def _posts(self) -> list[Post]:
        return list(self.firm.posts.values()) if hasattr(self, "firm") else []

    def _account(self, number: int) -> str:
        return ACCOUNTS[number % len(self.firm.posts)]

    def _fail(self, account: int, operation: str, error: ConnectorError, *, executed: bool = False) -> None:
        name = self._account(account)
        self.firm.posts[name].wires.fail_next(operation, error, executed=executed)
        self.troubled.add(name)

    def _repair(self) -> None:
        for name, messages in self.lost.items():
            mailbox = self.firm.posts[name].mailbox
            for ref, stored in messages.items():  # what is restored is new to the mailbox, as it is to every server
                stored.number = next(mailbox._numbers)
                mailbox.messages[ref] = stored
        self.lost.clear()
        for post in self._posts():
            post.wires.clear()
        self.troubled.clear()

    def _delivered(self, post: Post) -> set[str]:
        return post.delivered if post.name not in self.lost else set()

    def _examined(self, account: str) -> set[str]:
        with self.firm.firm.engine.connect() as connection:
            query = select(schema.messages.c.id).where(schema.messages.c.account == account)
            return set(connection.execute(query).scalars())

    def _concerned(self, item: Commitment) -> set[str]:
        """Name the accounts that have mail with the person."""
        with self.firm.firm.engine.connect() as connection:
            query = select(schema.messages.c.account).join(
                schema.participants, schema.participants.c.message == schema.messages.c.row
            )
            theirs = query.where(schema.participants.c.address == item.counterparty.address)
            return set(connection.execute(theirs).scalars())

    def _is_known(self, key: str) -> bool:
        """Whether the proof of it is written. What is deleted before that cannot be told from what was never left."""
        with self.firm.firm.engine.connect() as connection:
            action = find_action(connection, key)
        return action is not None and action.state is not ActionState.INTENDED

    def _made(self, commitment: str) -> Counter[str]:
        """Count the drafts and tasks that were ever left for a commitment."""
        made: Counter[str] = Counter()
        for post in self._posts():
            made += Counter({key: n for key, n in post.mailbox.created.items() if key.startswith(f"{commitment}/")})
            made += Counter({key: n for key, n in post.tasks.made.items() if key.startswith(f"{commitment}/")})
        return made


TestYear = pytest.mark.timeout(7200)(Year.TestCase)
TestYear.settings = settings(
    max_examples=2000 if THOROUGH else 25,
    stateful_step_count=40 if THOROUGH else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
