"""One cycle: read every account, see what became of our marks, conclude, and leave what is due.

An account that fails stops only itself: what it failed with decides its state, and nothing is concluded or left for it
from a read that was not complete.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from config.credentials import CredentialError
from connectors.errors import ConnectorError, NeedsUser, SignInNeeded
from daemon.acting import Acted, act
from daemon.conclude import conclude
from daemon.intake import Intake, Progress, Taken
from daemon.isolation import DECISIONS, place_of
from daemon.ledger.accounts import AccountState, get_account, update_account
from daemon.outbox import see_marks

if TYPE_CHECKING:
    from daemon.account import Account
    from daemon.house import House

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReport:
    """What a cycle did for one account."""

    name: str
    state: AccountState
    reason: str = ""
    taken: Taken = field(default_factory=Taken)
    acted: Acted = field(default_factory=Acted)
    user_acts: int = 0
    retry_after: float | None = None
    """Seconds the server asked us to stay away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleReport:
    """What a cycle did altogether."""

    now: datetime
    accounts: tuple[AccountReport, ...]
    circles: int
    """Circles whose conversation was concluded again."""

    @property
    def ok(self) -> bool:
        """Whether every account was read completely."""
        return all(account.state is AccountState.OK for account in self.accounts)


@dataclass(slots=True)
class Cycle:
    """Runs cycles for a firm; keeps connections open between them."""

    firm: House
    since: datetime | None = None
    """How far a first read goes back, where not ``lookback``."""
    progress: Progress | None = None
    leaves: bool = True
    """Whether anything may be left outside (a dry run leaves nothing)."""
    wrap: Callable[[Account], Account] = field(default=lambda account: account)
    """Puts something else in the place of an account's connectors (dry runs)."""
    stop: Callable[[], None] = field(default=lambda: None)
    """Called between two steps; it may raise :class:`daemon.stopping.Stopped`."""
    _open: dict[str, Account] = field(default_factory=dict)

    def run(self, now: datetime, names: Iterable[str] | None = None) -> CycleReport:
        """Run one cycle of all accounts, or of those named. ``now`` is aware, and the only clock of the cycle.

        Raises LedgerError; whatever a connector raises becomes the state of its account.
        """
        began = time.monotonic()
        wanted = [item.name for item in self.firm.config.accounts] if names is None else list(names)
        reports = {name: self._read(name, now) for name in wanted}
        circles = conclude(self.firm.engine, lambda: self.firm.terms, now)
        able = {
            name: self._open[name]
            for name, report in reports.items()
            if report.state is AccountState.OK and report.taken.complete
        }
        if self.leaves:
            for name, account in able.items():
                reports[name] = self._guard(reports[name], now, self._acting(account, now))
        for name, said in reports.items():
            self._remember(name, said.state, said.reason, now)
        report = CycleReport(now=now, accounts=tuple(reports.values()), circles=len(circles))
        _tell(report, time.monotonic() - began)
        return report

    def close(self) -> None:
        """Drop all connections."""
        while self._open:
            self._open.popitem()[1].close()

    def _read(self, name: str, now: datetime) -> AccountReport:
        def read(report: AccountReport) -> AccountReport:
            account = self._open[name] = self.firm.learn_aliases(self._account(name), now)
            intake = Intake(self.firm.engine, lambda: self.firm.detector, lookback=self.firm.config.lookback)
            taken = intake.take_mail(account, now, since=self.since, progress=self._pass)
            intake.take_events(account, now)
            looks = taken.complete and self.leaves
            seen = see_marks(self.firm.engine, account, self.firm.terms.playbooks, now) if looks else 0
            return replace(report, taken=taken, user_acts=seen)

        return self._guard(AccountReport(name=name, state=AccountState.OK), now, read)

    def _acting(self, account: Account, now: datetime) -> Callable[[AccountReport], AccountReport]:
        def leave(report: AccountReport) -> AccountReport:
            acted = act(self.firm, account, now, self.stop)
            if acted.held_up:
                return replace(report, acted=acted, state=AccountState.BACKOFF, reason=acted.held_up)
            return replace(report, acted=acted)

        return leave

    def _pass(self, seen: int, total: int | None) -> None:
        """Between two batches."""
        if self.progress:
            self.progress(seen, total)
        self.stop()

    def _account(self, name: str) -> Account:
        if name not in self._open:
            self._open[name] = self.wrap(self.firm.open_account(self.firm.config.account(name)))
        return self._open[name]

    def _guard(
        self, report: AccountReport, now: datetime, work: Callable[[AccountReport], AccountReport]
    ) -> AccountReport:
        """Do the work of one account; what it raises becomes its state."""
        retry_after = None
        try:
            report = work(report)
            state, reason = report.state, report.reason
        except SignInNeeded as error:
            state, reason = AccountState.NEEDS_REAUTH, str(error)
        except CredentialError as error:
            state, reason = AccountState.NEEDS_REAUTH, str(error)
        except NeedsUser as error:
            state, reason = AccountState.STOPPED, str(error)
        except ConnectorError as error:
            state, reason, retry_after = AccountState.BACKOFF, str(error), getattr(error, "retry_after", None)
        except OSError as error:
            state, reason = AccountState.BACKOFF, error.strerror or type(error).__name__
        except DECISIONS:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours in one connector must not stop the other accounts
            state = AccountState.BACKOFF
            reason = f"a fault of Prometido's own ({type(error).__name__} at {place_of(error)}); please report it"
        if state is not AccountState.OK:
            failed = self._open.pop(report.name, None)  # a connection that failed is not used again
            if failed is not None:
                failed.close()
            self._remember(report.name, state, reason, now)
        return replace(report, state=state, reason=reason, retry_after=retry_after)

    def _remember(self, name: str, state: AccountState, reason: str, now: datetime) -> None:
        """Keep the state of an account, and say once when it changes.

        That it is well is known only when all of a cycle is done: a full mailbox can be read, and not written.
        """
        with self.firm.engine.connect() as connection:
            before = get_account(connection, name)
        if before.state is state and before.reason == reason and before.since is not None:
            return
        with self.firm.engine.execution_options(writes=True).begin() as connection:
            since = before.since if before.state is state and before.since else now
            update_account(connection, name, state=state.value, reason=reason, since=since)
        if before.state is not state:
            say = _log.info if state is AccountState.OK else _log.warning
            say("account", account=name, state=state.value, before=before.state.value, reason=reason)


def _tell(report: CycleReport, seconds: float) -> None:
    """One line a cycle: counts, never content."""
    counts: Mapping[str, int] = {
        "seen": sum(item.taken.seen for item in report.accounts),
        "new": sum(item.taken.new for item in report.accounts),
        "quarantined": sum(item.taken.quarantined for item in report.accounts),
        "circles": report.circles,
        "drafts": sum(item.acted.drafts for item in report.accounts),
        "tasks": sum(item.acted.tasks for item in report.accounts),
        "tidied": sum(item.acted.tidied for item in report.accounts),
        "user_acts": sum(item.user_acts for item in report.accounts),
        "omitted": sum(item.acted.omitted for item in report.accounts),
    }
    states = {item.name: item.state.value for item in report.accounts}
    when = report.now.isoformat(timespec="seconds")
    _log.info("cycle", now=when, accounts=states, seconds=round(seconds, 2), **counts)
