"""Open a ledger, create it, or bring it up to date; refuse what is damaged or newer, and never overwrite it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from config.ownership import give_to_owner_of_folder
from daemon.ledger.copying import copy_ledger
from daemon.ledger.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerFull, LedgerNewer
from daemon.ledger.lock import exclusive
from daemon.ledger.schema import metadata, migrated_to
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from sqlalchemy import Engine

_log = structlog.get_logger(__name__)
MIGRATIONS = Path(__file__).parent / "migrations"
_CHECKED_AT_EVERY_OPENING = 32 * 1024 * 1024  # bytes; above that a full check would cost what a quiet cycle must not
_SHARED_MEMORY = 32 * 1024  # bytes of the first piece of <ledger>-shm (https://www.sqlite.org/walformat.html)
_REPAIR = "restore a copy, or move it away to start anew; it was left as it is"


def open_engine(url: str, *, check: bool = False, migrations: Path = MIGRATIONS) -> Engine:
    """Open the ledger at a path or ``postgresql://`` URL, creating or migrating it where needed.

    ``check`` reads the whole file for damage, whatever its size. Before a SQLite ledger is migrated it is copied to
    ``<ledger>.before-<version>``. Raises LedgerDamaged, LedgerNewer, LedgerFull, LedgerBusy.
    """
    if "://" in url:
        engine = create_engine(url)
    else:
        path = Path(url)
        _prepare_file(path)
        engine = _sqlite(f"sqlite:///{path}")
    with translated(url):
        if engine.dialect.name == "sqlite" and (check or Path(url).stat().st_size <= _CHECKED_AT_EVERY_OPENING):
            _check_integrity(engine, url)
        _bring_up_to_date(engine, url, migrations)
    return engine


def open_copy(source: Engine) -> Engine:
    """Copy a SQLite ledger into memory: for dry runs and replays, which must leave the real one alone."""
    engine = _sqlite("sqlite://")
    if source.dialect.name != "sqlite":
        raise LedgerError("a dry run or replay needs a SQLite ledger; run it against an exported copy")
    origin, target = source.raw_connection(), engine.raw_connection()
    try:
        origin.driver_connection.backup(target.driver_connection)  # type: ignore[union-attr]  # sqlite3.Connection
    finally:
        origin.close()
        target.close()
    return engine


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what the database says about the file into the one line the user needs."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "locked" in reason:
            raise LedgerBusy(f"{name}: another process keeps the ledger locked; try again in a moment") from None
        if "full" in reason or ("disk I/O" in reason and not _has_room(name)):
            raise LedgerFull(f"{name}: the disk is full; make room and start again, nothing is lost") from None
        if "readonly" in reason or "unable to open" in reason:
            raise LedgerFull(f"{name}: the ledger cannot be written; give this user the right to write there") from None
        if "disk I/O" in reason:
            raise LedgerFull(
                f"{name}: the disk refused to read or write ({reason}); what is in it is as it was: try again, and if"
                " it stays so look after the disk, or restore a copy (docs/operation.md)"
            ) from None
        raise LedgerDamaged(
            f"{name}: {reason}; restore it from a copy (docs/operation.md), it was left as it is"
        ) from None
    except DatabaseError as error:
        if "not a database" in str(error.orig):
            raise LedgerDamaged(f"{name}: not a ledger (no SQLite file); {_REPAIR}") from None
        raise LedgerDamaged(f"{name}: the ledger is damaged ({error.orig}); {_REPAIR}") from None


def _has_room(name: str) -> bool:
    """Say whether SQLite could make the files beside the ledger: where it cannot it only speaks of the disk."""
    try:
        return shutil.disk_usage(Path(name).parent).free > _SHARED_MEMORY
    except OSError:
        return True


def _prepare_file(path: Path) -> None:
    """Make the folder 0700 and the file 0600 before the first byte is written.

    A file that is there is not opened: closing it would give up the locks that this process may have on it already
    (fcntl(2)), and a command that ends would take away the log a service still writes to.
    """
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            give_to_owner_of_folder(path)
    except PermissionError:
        raise LedgerFull(
            f"{path}: permission denied; run this as root or as the user of the service, or give this user the right "
            "to write there"
        ) from None
    except OSError as error:
        raise LedgerFull(f"{path}: {error.strerror}; the ledger needs a folder this user can write to") from None


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        # The system keeps the file in memory: what each connection keeps besides fills up over months, for nothing.
        cursor.execute("PRAGMA cache_size=-512")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer that starts as a reader can fail half-way when another wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _check_integrity(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if verdict != "ok":
        raise LedgerDamaged(f"{name}: the ledger is damaged ({verdict}); {_REPAIR}")


def _bring_up_to_date(engine: Engine, name: str, migrations: Path) -> None:
    known = sorted(file.name.partition("_")[0] for file in (migrations / "versions").glob("[0-9]*.py"))
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        version = (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
            if "alembic_version" in tables
            else None
        )
    if version == known[-1]:
        return
    if version is None and tables:
        raise LedgerDamaged(
            f"{name}: a database, but not a ledger; move it away or name another file, it was left as it is"
        )
    if version is not None and version not in known:
        raise LedgerNewer(
            f"{name}: written by a newer prometido (ledger format {version}); update prometido; it was left as it is"
        )
    if version is None:
        _create(engine, known[-1])
        _log.info("a new ledger", ledger=Path(name).name)
        return
    if engine.dialect.name != "sqlite":
        _migrate(engine, migrations)
        return
    with exclusive(Path(f"{name}.lock")):  # an older daemon that still runs must not have its ledger changed under it
        copy = Path(f"{name}.before-{known[-1]}")
        copy.unlink(missing_ok=True)
        copy_ledger(engine, copy)
        _migrate(engine, migrations)


def _create(engine: Engine, version: str) -> None:
    """Make the tables of a new ledger as they are today, which is what all migrations come to.

    Another process may do the same at the same moment: the second one finds everything there.
    """
    with engine.execution_options(writes=True).begin() as connection:
        metadata.create_all(connection)
        migrated_to.metadata.create_all(connection)
        upsert(connection, migrated_to, [{"version_num": version}])


def _migrate(engine: Engine, migrations: Path) -> None:
    # Alembic costs a tenth of a second and ten megabytes, and is needed once in the life of a version.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(migrations))
    with engine.execution_options(writes=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
