"""A firm as configured: its ledger, its rules, its accounts. Composes what the cycle and the commands work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from config.credentials import Credentials, state_folder
from connectors.protocols import Archiver
from connectors.registry import Context, open_calendar, open_mail, open_tasks
from daemon.account import Account
from daemon.ledger.lock import exclusive
from daemon.ledger.opening import open_copy, open_engine, translated
from daemon.terms import Terms
from rules.facts import Address
from rules.people import Us
from rules.playbooks import Playbooks
from rules.working_time import DAY_NAMES, WorkingTime

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from config import Config
    from config.accounts import Account as AccountSettings
    from rules.detection import Detector
    from rules.drafting.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the firm's ledger is: a path or a ``postgresql://`` URL."""

    url: str

    @property
    def lock(self) -> Path | None:
        """The file that one process at a time holds; PostgreSQL has locks of its own."""
        return None if "://" in self.url else Path(f"{self.url}.lock")


class Firm:
    """Everything a command needs, each part made when it is first asked for."""

    def __init__(self, config: Config, engine: Engine) -> None:
        """Compose a firm around an open ledger; see :meth:`open`."""
        self.config = config
        self.engine = engine

    @classmethod
    def open(cls, config: Config, *, check: bool = False) -> Firm:
        """Open the ledger, creating it where there is none. Raises LedgerError."""
        return cls(config, open_engine(config.ledger, check=check))

    def copy(self) -> Firm:
        """The same firm on a copy of its ledger in memory: what happens there leaves no trace."""
        return Firm(self.config, open_copy(self.engine))

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
    def terms(self) -> Terms:
        """What conclusions are drawn by."""
        addresses = frozenset(address for account in self.config.accounts for address in account.addresses)
        colleagues = frozenset(who for account in self.config.accounts for who in account.colleagues)
        return Terms(
            us=Us(addresses=addresses, colleagues=colleagues),
            never=Us(addresses=frozenset(), colleagues=frozenset(self.config.never)),
            working_time=self.working_time,
            playbooks=self.playbooks,
        )

    @cached_property
    def playbooks(self) -> Playbooks:
        """The packs' playbooks with the user's own over them. Raises config.Faults."""
        own = {rule.id: rule.playbook for rule in self.detector.ruleset.rules if rule.playbook}
        return Playbooks.load(self.config.playbook_sources(), own)

    @cached_property
    def detector(self) -> Detector:
        """The rules, and the second reader unless it is off. Raises the faults of rule files."""
        from daemon.loading import load_detector  # noqa: PLC0415 - rules cost a tenth of a second; listing needs none

        return load_detector(self.config)

    @cached_property
    def writer(self) -> Writer:
        """Writes drafts and tasks from the packs' templates and the user's own."""
        from daemon.loading import load_writer  # noqa: PLC0415 - needed by cycles that leave something

        return load_writer(self.config)

    def us_of(self, settings: AccountSettings) -> Us:
        """Our side as one account sees it: its own addresses, everybody else's as colleagues."""
        return replace(
            self.terms.us,
            addresses=frozenset(settings.addresses),
            colleagues=self.terms.us.colleagues | (self.terms.us.addresses - frozenset(settings.addresses)),
        )

    def open_account(self, settings: AccountSettings) -> Account:
        """Open an account's connectors. Raises ConnectorError or CredentialError."""
        state = state_folder(self.config)
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        context = Context(
            account=settings.name,
            state=state,
            credential=Credentials.of(self.config).find_token,
            zone=self.config.zone,
        )
        mail = open_mail(settings.mail, context)
        tasks = settings.tasks or settings.calendar
        return Account(
            name=settings.name,
            us=self.us_of(settings),
            sender=Address(address=settings.addresses[0]),
            mail=mail,
            drafts=mail,
            calendar=open_calendar(settings.calendar, context) if settings.calendar else None,
            tasks=open_tasks(tasks, context) if tasks else None,
            archiver=mail if isinstance(mail, Archiver) else None,
        )
