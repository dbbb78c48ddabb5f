"""A firm, and what is asked of it: one method for each command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daemon import privacy
from daemon.account import Account
from daemon.cycle import Cycle, CycleReport
from daemon.dry_run import without_effects
from daemon.figures import Figures, figures
from daemon.house import House
from daemon.intake import Progress, reach_back
from daemon.ledger.accounts import AccountState
from daemon.ledger.errors import LedgerError
from daemon.ledger.facts import has_messages
from daemon.ledger.opening import translated
from daemon.questions import (
    AccountStatus,
    Explanation,
    NotRaised,
    account_statuses,
    explain,
    explain_message,
    list_commitments,
)
from daemon.replaying import Replayed, replay
from daemon.word import say

if TYPE_CHECKING:
    from daemon.privacy import Erased
    from daemon.show.records import StepRecord
    from rules.commitments import Commitment, Status
    from rules.settlement import Verb


class Firm(House):
    """Answers what the commands ask. Each method tells what the database says in plain words."""

    def cycle(self, now: datetime, *, dry_run: bool = False, progress: Progress | None = None) -> CycleReport:
        """Run one cycle of every account. A dry run works on a copy of the ledger and leaves nothing outside."""
        if dry_run:
            trial = Cycle(firm=self.copy(), progress=progress, wrap=without_effects)
            with translated(self.config.ledger), closing(trial):
                return trial.run(now)
        with self.working(), closing(Cycle(firm=self, progress=progress)) as cycle:
            return cycle.run(now)

    def backfill(self, since: date, *, now: datetime, advance: Progress | None = None) -> CycleReport:
        """Read history from a local day on, for the first time or again; nothing is raised twice."""
        begin = datetime.combine(since, time(), tzinfo=self.config.zone)
        with self.working():
            with self.engine.execution_options(writes=True).begin() as connection:
                for account in self.config.accounts:
                    reach_back(connection, account.name, begin)
            with closing(Cycle(firm=self, since=begin, progress=advance)) as cycle:
                return cycle.run(now)

    def commitments(
        self, *, everything: bool, status: Status | None, now: datetime | None = None
    ) -> list[tuple[Commitment, tuple[StepRecord, ...]]]:
        """What is owed, with its steps: what is not closed, or everything, or what stands in one state."""
        with translated(self.config.ledger):
            return list_commitments(self, now or datetime.now(UTC), everything=everything, status=status)

    def why(self, prefix: str) -> Explanation:
        """Why a commitment is there and stands as it does. Raises NotThere."""
        with translated(self.config.ledger):
            return explain(self, prefix, datetime.now(UTC))

    def why_not(self, message_id: str) -> NotRaised:
        """What was read in a message and what came of it. Raises NotThere."""
        with translated(self.config.ledger):
            return explain_message(self, message_id)

    def say(
        self, prefix: str, verb: Verb, *, now: datetime, until: datetime | None = None, cause: str = ""
    ) -> Commitment:
        """Take the user's word on a commitment, and return it as it stands now. Raises NotThere."""
        with translated(self.config.ledger):
            return say(self, prefix, verb, now=now, until=until, cause=cause)

    def status(self, now: datetime) -> tuple[AccountStatus, ...]:
        """How every account is."""
        with translated(self.config.ledger):
            return account_statuses(self, now)

    def replay(self, start: date, end: date, *, advance: Progress | None = None) -> Replayed:
        """Live through past days again on a copy of the ledger; into an empty one the mailbox is read before.

        Raises LedgerError where the ledger is empty and an account cannot be read.
        """
        with translated(self.config.ledger):
            house = self.copy()
            if not has_messages(house.engine):
                begin = datetime.combine(start, time(), tzinfo=self.config.zone) - self.config.lookback
                with closing(Cycle(firm=house, since=begin, leaves=False, wrap=without_effects)) as first:
                    _complain(first.run(datetime.now(UTC)))
            return replay(house, start, end, advance)

    def report(self, now: datetime) -> Figures:
        """Count what was kept, answered, won and lost."""
        with translated(self.config.ledger):
            return figures(self, now)

    def forget(self, address: str) -> Erased:
        """Erase a person. Raises what the connectors of the firm's accounts raise."""
        with self.working(), self._accounts() as accounts:
            return privacy.forget(self, address, accounts, datetime.now(UTC))

    def export(self) -> dict[str, Any]:
        """Take out everything the ledger holds."""
        with translated(self.config.ledger):
            return privacy.export(self)

    def back_up(self, target: Path) -> None:
        """Copy the ledger while it is in use. Raises LedgerError, FileExistsError."""
        with translated(self.config.ledger):
            privacy.back_up(self, target)

    def withdraw(self) -> int:
        """Take back every mark that the user has not touched; return how many."""
        with self.working(), self._accounts() as accounts:
            return privacy.withdraw(self, accounts)

    @contextmanager
    def _accounts(self) -> Iterator[list[Account]]:
        """Open all accounts, and drop their connections afterwards."""
        with ExitStack() as stack:
            yield [stack.enter_context(closing(self.open_account(settings))) for settings in self.config.accounts]


def _complain(report: CycleReport) -> None:
    for account in report.accounts:
        if account.state is not AccountState.OK:
            raise LedgerError(f"nothing was read yet, and {account.name} cannot be read: {account.reason}")
