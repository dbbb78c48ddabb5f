"""Tell the user where he looks that an account needs him: one task in his calendar, completed when that is over."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, select

from config.credentials import CredentialError
from connectors.errors import ConnectorError
from connectors.protocols import Left, Task
from connectors.registry import close, open_tasks
from daemon.ledger.accounts import AccountState, get_account
from daemon.ledger.schema import meta
from daemon.ledger.upsert import upsert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.registry import TaskList
    from daemon.cycle import AccountReport
    from daemon.firm import Firm
    from daemon.flow import Flow

_log = structlog.get_logger(__name__)
_NOTICES = uuid.UUID("0c1a9b7e-7c53-5d7b-9c58-2f0b6b6a3c11")
_TEXTS = {
    "es": {
        AccountState.NEEDS_REAUTH: "Prometido necesita que vuelva a iniciar sesión: {name}",
        AccountState.STOPPED: "Prometido no puede leer {name}: hace falta su ayuda",
        "silent": "¿Sigue llegando el correo a {name}? Prometido no ve entrar nada",
        "quiet": "No ha entrado ningún mensaje desde el {newest:%d/%m a las %H:%M}, y lo habitual son unos {usual:.0f} "
        "por día laborable. Compruebe que el correo sigue llegando (el programa que lo descarga, un reenvío, el buzón "
        "lleno).",
        "how": "{reason}\n\nMientras tanto no se pierde nada: al arreglarlo se lee lo que haya llegado. "
        "Para ver el estado: «prometido status». Esta tarea se completa sola cuando vuelva a funcionar.",
    },
    "en": {
        AccountState.NEEDS_REAUTH: "Prometido needs you to sign in again: {name}",
        AccountState.STOPPED: "Prometido cannot read {name}: it needs your help",
        "silent": "Does mail still reach {name}? Prometido sees nothing come in",
        "quiet": "No message has come in since {newest:%d %b, %H:%M}, and about {usual:.0f} a working day are usual. "
        "Please see whether mail still arrives (the program that fetches it, a forwarding, a full mailbox).",
        "how": "{reason}\n\nNothing is lost meanwhile: once repaired, what has arrived is read. "
        "To see how it is: “prometido status”. This task completes itself when it works again.",
    },
}
_PARKED = frozenset({AccountState.NEEDS_REAUTH, AccountState.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    """What is to be said while it lasts. ``topic`` and ``since`` make it one notice, however often it is tried."""

    topic: str
    since: datetime
    summary: str
    reason: str


def tell_user(firm: Firm, report: AccountReport, now: datetime, flow: Flow | None = None) -> None:
    """Leave a notice when an account is parked or silent, complete it when it is well; each once.

    ``flow`` is None where it was not looked at; a silence that was told stays told then. The calendar may be what is
    broken; then the log and ``status`` have said it, and the next cycle tries again.
    """
    if report.state is AccountState.BACKOFF:
        return  # neither well nor in need of the user: what was told stays told
    texts = _TEXTS[firm.config.language]
    parked = silent = None
    if report.state in _PARKED:
        with firm.engine.connect() as connection:
            since = get_account(connection, report.name).since or now
        parked = _Notice(topic=report.state.value, since=since, summary=texts[report.state], reason=report.reason)
    _settle(firm, report.name, f"notice:{report.name}", parked, now)
    if flow is not None:
        if flow.silent and flow.newest is not None:
            newest = flow.newest.astimezone(firm.config.zone)
            reason = texts["quiet"].format(newest=newest, usual=flow.usual)
            silent = _Notice(topic="silent", since=newest, summary=texts["silent"], reason=reason)
        _settle(firm, report.name, f"silent:{report.name}", silent, now)


def _settle(firm: Firm, name: str, key: str, notice: _Notice | None, now: datetime) -> None:
    with firm.engine.connect() as connection:
        standing = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
    if (standing is None) == (notice is None):
        return
    try:
        if notice is not None:
            _leave(firm, name, key, notice, now)
        elif standing is not None:
            _complete(firm, name, key, standing, now)
    except (ConnectorError, CredentialError, OSError) as error:
        _log.info("notice not left", account=name, fault=type(error).__name__)


def _leave(firm: Firm, name: str, key: str, notice: _Notice, now: datetime) -> None:
    proof = ""
    with _tasks(firm, name) as tasks:
        if tasks is not None:
            uid = str(uuid.uuid5(_NOTICES, f"{name} {notice.topic} {notice.since.isoformat()}"))
            left = tasks.create_task(
                Task(
                    key=f"account-{name}/{notice.topic}",
                    uid=uid,
                    summary=notice.summary.format(name=name),
                    description=_TEXTS[firm.config.language]["how"].format(reason=notice.reason),
                    due=now.date(),
                    created=now,
                    categories=("Prometido",),
                )
            )
            proof = f"{uid}\n{left.fingerprint}\n{left.ref}"
    _log.warning("needs the user", account=name, topic=notice.topic, since=notice.since.isoformat(timespec="minutes"))
    with firm.engine.execution_options(writes=True).begin() as connection:
        upsert(connection, meta, [{"key": key, "value": proof}])


def _complete(firm: Firm, name: str, key: str, standing: str, now: datetime) -> None:
    with _tasks(firm, name) as tasks:
        if tasks is not None and standing:
            uid, fingerprint, ref = standing.split("\n", 2)
            tasks.complete_task(Left(ref=ref, fingerprint=fingerprint), uid=uid, at=now)
    _log.info("well again", account=name, topic=key.partition(":")[0])
    with firm.engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(meta).where(meta.c.key == key))


@contextmanager
def _tasks(firm: Firm, name: str) -> Iterator[TaskList | None]:
    """Open where an account's tasks are left, for this notice; None where it has no such place."""
    settings = firm.config.account(name)
    place = settings.task_place
    tasks = open_tasks(place, firm.context_of(settings)) if place else None
    try:
        yield tasks
    finally:
        close(tasks)
