"""The house a firm works in, as configured: ledger, rules, accounts, each part made when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from config.credentials import Credentials, state_folder
from config.model import Rules
from config.ownership import give_to_owner_of_folder
from connectors.protocols import AliasSource
from connectors.registry import Context, open_calendar, open_mail, open_tasks
from daemon.account import Account
from daemon.aliases import known_aliases, learn_aliases
from daemon.ledger.lock import exclusive
from daemon.ledger.opening import open_copy, open_engine, translated
from daemon.terms import Terms
from rules.facts import Address
from rules.people import Us
from rules.playbooks.loading import load_playbooks
from rules.working_time import DAY_NAMES, WorkingTime

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from config import Config
    from config.accounts import Account as AccountSettings
    from rules.detection import Detector
    from rules.drafting.writing import Writer
    from rules.playbooks import Playbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the firm's ledger is: a path or a ``postgresql://`` URL."""

    url: str

    @property
    def lock(self) -> Path | None:
        """The file that one process at a time holds; PostgreSQL has locks of its own."""
        return None if "://" in self.url else Path(f"{self.url}.lock")


class House:
    """Everything the cycle and the commands work with."""

    def __init__(self, config: Config, engine: Engine) -> None:
        """Compose it around an open ledger; see :meth:`open`."""
        self.config = config
        self.engine = engine

    @classmethod
    def open(cls, config: Config, *, check: bool = False) -> Self:
        """Open the ledger, creating it where there is none. Raises LedgerError."""
        return cls(config, open_engine(config.ledger, check=check))

    def check(self) -> None:
        """Read all that the user wrote. Raises Faults for rules, playbooks and texts that cannot be used.

        The packs by themselves are as good as when they were shipped, and are read when there is mail or a text to
        write: most cycles have neither.
        """
        _ = self.playbooks
        rules, known = self.config.rules, Rules().packs
        if rules.files or rules.disable or not set(rules.packs) <= set(known):
            _ = self.detector
        if self.config.templates is not None:
            _ = self.writer

    def copy(self) -> Self:
        """The same house on a copy of its ledger in memory: what happens there leaves no trace."""
        return type(self)(self.config, open_copy(self.engine))

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the ledger against other processes, and tell what the database says in plain words."""
        place = Place(url=self.config.ledger)
        with translated(place.url):
            if place.lock is None:
                yield
                return
            with exclusive(place.lock):
                yield

    @cached_property
    def working_time(self) -> WorkingTime:
        """The working week of the configuration."""
        week = self.config.working_week
        days = [DAY_NAMES[number] for number in sorted(week.weekdays)]
        return WorkingTime.of(self.config.timezone, days, week.hours, week.holidays)

    @cached_property
    def _aliases(self) -> dict[str, frozenset[str]]:
        with self.engine.connect() as connection:
            return known_aliases(connection)

    @cached_property
    def us(self) -> Us:
        """Our side: every account's addresses, those its provider says it sends as, and all colleagues."""
        return Us(
            addresses=frozenset(address for account in self.config.accounts for address in self._addresses(account)),
            colleagues=frozenset(who for account in self.config.accounts for who in account.colleagues),
        )

    def _addresses(self, settings: AccountSettings) -> frozenset[str]:
        return frozenset(settings.addresses) | self._aliases.get(settings.name, frozenset())

    def learn_aliases(self, account: Account, now: datetime) -> Account:
        """Return the account with the aliases its provider knows of among us; see :mod:`daemon.aliases`."""
        if not learn_aliases(self.engine, account, now):
            return account
        for name in ("_aliases", "us", "terms"):
            self.__dict__.pop(name, None)
        return replace(account, us=self.us_of(self.config.account(account.name)))

    @cached_property
    def terms(self) -> Terms:
        """What conclusions are drawn by."""
        return Terms(
            us=self.us,
            never=Us(addresses=frozenset(), colleagues=frozenset(self.config.never)),
            working_time=self.working_time,
            playbooks=self.playbooks,
            language=self.config.language,
        )

    @cached_property
    def playbooks(self) -> Playbooks:
        """The packs' playbooks with the user's own over them. Raises Faults.

        Rules of the packs name no playbook, so that without rules of the user's none are read for it.
        """
        by_rule: dict[str, str] = {}
        if self.config.rules.files:
            by_rule = {rule.id: rule.playbook for rule in self.detector.ruleset.rules if rule.playbook}
        return load_playbooks(self.config.playbook_sources(), by_rule)

    @cached_property
    def detector(self) -> Detector:
        """The rules, and the second reader unless it is off. Raises Faults."""
        from daemon.rulebook import open_detector  # noqa: PLC0415 - a cycle that finds no mail needs no rules

        return open_detector(self.config)

    @cached_property
    def writer(self) -> Writer:
        """Writes drafts and tasks from the packs' texts and the user's own. Raises Faults."""
        from daemon.rulebook import open_templates  # noqa: PLC0415 - a cycle that leaves nothing needs no texts
        from rules.drafting.writing import Writer  # noqa: PLC0415

        return Writer(open_templates(self.config))

    def us_of(self, settings: AccountSettings) -> Us:
        """Our side as one account sees it: its own addresses, everybody else's as colleagues."""
        own = self._addresses(settings)
        return replace(self.us, addresses=own, colleagues=self.us.colleagues | (self.us.addresses - own))

    def context_of(self, settings: AccountSettings) -> Context:
        """What an account's connectors may know of the house."""
        state = state_folder(self.config)
        if not state.is_dir():
            state.mkdir(mode=0o700, parents=True, exist_ok=True)
            give_to_owner_of_folder(state)
        credentials = Credentials.of(self.config)
        return Context(
            account=settings.name,
            state=state,
            credential=credentials.find_token,
            zone=self.config.zone,
            keep=credentials.keep_token,
        )

    def open_account(self, settings: AccountSettings) -> Account:
        """Open an account's connectors. Raises ConnectorError or CredentialError."""
        context = self.context_of(settings)
        mail = open_mail(settings.mail, context)
        calendar = open_calendar(settings.calendar, context) if settings.calendar else None
        place = settings.task_place
        tasks = open_tasks(place, context) if place else None
        return Account(
            name=settings.name,
            us=self.us_of(settings),
            sender=Address(address=settings.addresses[0]),
            mail=mail,
            drafts=mail,
            calendar=calendar,
            tasks=tasks,
            archiver=mail,
            alias_source=mail if isinstance(mail, AliasSource) else None,
            held=(mail, calendar, tasks),
        )
