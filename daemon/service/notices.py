"""Tell the user where he looks that an account needs him: one task in his calendar, completed when it works again."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select

from config.credentials import CredentialError
from connectors.errors import ConnectorError
from connectors.protocols import Left, Task
from connectors.registry import open_tasks
from daemon.ledger.accounts import AccountState
from daemon.ledger.schema import meta
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from connectors.registry import TaskList
    from daemon.cycle import AccountReport
    from daemon.firm import Firm

_log = structlog.get_logger(__name__)
_NOTICES = uuid.UUID("0c1a9b7e-7c53-5d7b-9c58-2f0b6b6a3c11")
_TEXTS = {
    "es": {
        AccountState.NEEDS_REAUTH: "Prometido necesita que vuelva a iniciar sesión: {name}",
        AccountState.STOPPED: "Prometido no puede leer {name}: hace falta su ayuda",
        "how": "{reason}\n\nMientras tanto no se pierde nada: al arreglarlo se lee lo que haya llegado. "
        "Para ver el estado: «prometido status». Esta tarea se completa sola cuando vuelva a funcionar.",
    },
    "en": {
        AccountState.NEEDS_REAUTH: "Prometido needs you to sign in again: {name}",
        AccountState.STOPPED: "Prometido cannot read {name}: it needs your help",
        "how": "{reason}\n\nNothing is lost meanwhile: once repaired, what has arrived is read. "
        "To see how it is: “prometido status”. This task completes itself when it works again.",
    },
}
_PARKED = frozenset({AccountState.NEEDS_REAUTH, AccountState.STOPPED})


def tell_user(firm: Firm, report: AccountReport, now: datetime) -> None:
    """Leave the notice when an account is parked, complete it when it is well; each once.

    The calendar may be what is broken; then the log and ``status`` have said it, and the next cycle tries again.
    """
    key = f"notice:{report.name}"
    with firm.engine.connect() as connection:
        standing = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
    if (standing is None) == (report.state not in _PARKED):
        return
    try:
        if standing is None:
            _leave(firm, report, key, now)
        else:
            _complete(firm, report.name, key, standing, now)
    except (ConnectorError, CredentialError, OSError) as error:
        _log.info("notice not left", account=report.name, fault=type(error).__name__)


def _leave(firm: Firm, report: AccountReport, key: str, now: datetime) -> None:
    tasks = _tasks(firm, report.name)
    if tasks is None:
        return
    texts = _TEXTS[firm.config.language]
    uid = str(uuid.uuid5(_NOTICES, f"{report.name} {now.date().isoformat()}"))
    left = tasks.create_task(
        Task(
            key=f"account-{report.name}/{report.state.value}",
            uid=uid,
            summary=texts[report.state].format(name=report.name),
            description=texts["how"].format(reason=report.reason),
            due=now.date(),
            created=now,
            categories=("Prometido",),
        )
    )
    with firm.engine.execution_options(writes=True).begin() as connection:
        upsert(connection, meta, [{"key": key, "value": f"{uid}\n{left.fingerprint}\n{left.ref}"}])


def _complete(firm: Firm, name: str, key: str, standing: str, now: datetime) -> None:
    tasks = _tasks(firm, name)
    if tasks is not None:
        uid, fingerprint, ref = standing.split("\n", 2)
        tasks.complete_task(Left(ref=ref, fingerprint=fingerprint), uid=uid, at=now)
    with firm.engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(meta).where(meta.c.key == key))


def _tasks(firm: Firm, name: str) -> TaskList | None:
    settings = firm.config.account(name)
    place = settings.tasks or settings.calendar
    return open_tasks(place, firm.context_of(settings)) if place else None
