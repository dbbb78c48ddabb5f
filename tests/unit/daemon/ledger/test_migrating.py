"""A ledger of an older version is copied first, then brought up to date, whole or not at all."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from daemon.ledger import opening
from daemon.ledger.commitments import all_commitments
from daemon.ledger.errors import LedgerBusy, LedgerDamaged, LedgerFull, LedgerNewer
from daemon.ledger.lock import exclusive
from daemon.ledger.opening import MIGRATIONS, open_engine
from rules.commitments import Status

OLD = Path(__file__).with_name("ledger_0001.sql")
"""A ledger as the first version wrote it: one promise that was not kept, a draft and a task."""
HEAD = max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
NEXT = f"{int(HEAD) + 1:04}"
TRIAL = f"""
import sqlalchemy as sa
from alembic import op
revision = "{NEXT}"
down_revision = "{HEAD}"
def upgrade():
    op.add_column("words", sa.Column("mood", sa.String(), server_default="calm", nullable=False))
    op.execute("UPDATE accounts SET seen = seen + 1000")
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    file = tmp_path / "ledger.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript(OLD.read_text("utf-8"))
    database.close()
    return file


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations of a version that is still to come."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}_trial.py").write_text(TRIAL)
    return folder


def _ask(file: Path, query: str) -> object:
    database = sqlite3.connect(file)
    try:
        return database.execute(query).fetchone()[0]
    finally:
        database.close()


def _shape(file: Path) -> set[tuple[str, str]]:
    """Every table and index, as it was told the database but for white space."""
    database = sqlite3.connect(file)
    try:
        rows = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
    finally:
        database.close()
    return {(name, " ".join((sql or "").split())) for name, sql in rows}


def test_a_ledger_of_the_first_version_says_what_it_said(ledger: Path) -> None:
    engine = open_engine(str(ledger), check=True)
    with engine.connect() as connection:
        (promise,) = all_commitments(connection)
    engine.dispose()
    assert (promise.status, promise.evidence) == (Status.OVERDUE, "Mañana le envío el presupuesto de la cocina")


def test_a_new_ledger_is_what_the_migrations_make_of_an_old_one(ledger: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    with capture_logs() as said:
        for file in (ledger, new):
            open_engine(str(file)).dispose()
    assert [(each["event"], each.get("ledger")) for each in said] == [("a new ledger", "new.db")]
    assert _shape(new) == _shape(ledger)
    assert _ask(new, "SELECT version_num FROM alembic_version") == HEAD


def test_two_that_make_the_same_new_ledger_do_not_hinder_each_other(tmp_path: Path) -> None:
    opening._create(engine := open_engine(str(tmp_path / "ledger.db")), HEAD)
    engine.dispose()
    assert _ask(tmp_path / "ledger.db", "SELECT count(*) FROM alembic_version") == 1


def test_it_is_copied_before_it_is_changed(ledger: Path, next_version: Path) -> None:
    open_engine(str(ledger), migrations=next_version).dispose()
    copy = Path(f"{ledger}.before-{NEXT}")
    assert _ask(ledger, "SELECT version_num FROM alembic_version") == NEXT
    assert _ask(ledger, "SELECT seen FROM accounts") == 1001
    assert _ask(copy, "SELECT version_num FROM alembic_version") == "0001"
    assert _ask(copy, "SELECT seen FROM accounts") == 1
    assert copy.stat().st_mode & 0o777 == 0o600


def test_what_was_only_in_the_log_of_writes_is_in_the_copy(ledger: Path, next_version: Path) -> None:
    open_engine(str(ledger)).dispose()
    reader = sqlite3.connect(ledger)  # whoever has it open keeps the log from being emptied
    reader.execute("UPDATE accounts SET seen = 77")
    reader.commit()
    assert Path(f"{ledger}-wal").stat().st_size > 0
    open_engine(str(ledger), migrations=next_version).dispose()
    reader.close()
    assert _ask(Path(f"{ledger}.before-{NEXT}"), "SELECT seen FROM accounts") == 77


def test_the_copy_put_back_is_the_ledger_of_before(ledger: Path, next_version: Path) -> None:
    open_engine(str(ledger), migrations=next_version).dispose()
    with pytest.raises(LedgerNewer, match="update prometido"):
        open_engine(str(ledger))
    Path(f"{ledger}.before-{NEXT}").replace(ledger)
    test_a_ledger_of_the_first_version_says_what_it_said(ledger)


def test_a_migration_that_fails_changes_nothing_and_can_be_tried_again(ledger: Path, next_version: Path) -> None:
    trial = next_version / "versions" / f"{NEXT}_trial.py"
    trial.write_text(TRIAL + "    raise ZeroDivisionError\n")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            open_engine(str(ledger), migrations=next_version)
        assert _ask(ledger, "SELECT seen FROM accounts") == 1
    test_a_ledger_of_the_first_version_says_what_it_said(ledger)


def test_a_ledger_another_process_works_on_is_not_changed_under_it(ledger: Path, next_version: Path) -> None:
    with exclusive(Path(f"{ledger}.lock")), pytest.raises(LedgerBusy):
        open_engine(str(ledger), migrations=next_version)
    assert _ask(ledger, "SELECT seen FROM accounts") == 1


def test_without_room_for_the_copy_nothing_is_changed(ledger: Path, next_version: Path) -> None:
    with sqlite3.connect(ledger) as database:
        database.execute("INSERT INTO meta VALUES ('ballast', ?)", ("x" * 2_000_000,))
    database.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(LedgerFull, match="nothing was changed"):
            open_engine(str(ledger), migrations=next_version)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert _ask(ledger, "SELECT seen FROM accounts") == 1
    assert not Path(f"{ledger}.before-{NEXT}").exists()


def test_damage_in_the_middle_of_the_file_is_found_at_the_start(ledger: Path) -> None:
    raw = bytearray(ledger.read_bytes())
    raw[4096 * 2 : 4096 * 6] = b"\xa5" * (4096 * 4)
    ledger.write_bytes(raw)
    with pytest.raises(LedgerDamaged, match="it was left as it is"):
        open_engine(str(ledger), check=True)
    assert ledger.read_bytes() == raw
