"""Looking for everything that is wrong before it goes wrong: in the configuration, and on the servers."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import config
from config import Config, Fault, Faults, strict_yaml
from config.credentials import CredentialError, Credentials
from config.sources import Source
from config.values import Reading, files_of
from connectors import registry
from connectors.errors import ConnectorError
from connectors.protocols import Checkable, Finding
from daemon import rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from config.accounts import Account

_RULE_KEYS = frozenset({"rules", "playbooks", "templates"})
_STAND_IN = {
    "timezone": "UTC",
    "accounts": [{"name": "x", "mail": {"connector": "maildir", "path": "x"}, "addresses": ["x@x.example"]}],
}
"""What stands for the rest of a faulty configuration while its rules are looked at."""


def check_files(file: Path) -> Config:
    """Check configuration, rules, playbooks and texts. Raises Faults with all that is wrong in any of them."""
    faults: list[Fault] = []
    try:
        loaded: Config | None = config.load(file, look=True)
    except Faults as found:
        faults += found.faults
        loaded = _only_rules_of(file)
    if loaded is not None:
        faults += rulebook.faults_of(loaded)
    if loaded is None or faults:
        raise Faults(faults)
    return loaded


def check_accounts(loaded: Config) -> Iterator[tuple[str, str, Finding]]:
    """Try every place of every account; yields the account's name, the place and what was found there."""
    credentials = Credentials.of(loaded)
    for account in loaded.accounts:
        context = registry.Context(
            account=account.name, state=credentials.state, credential=credentials.find_token, zone=loaded.zone
        )
        for place, opened in _places(account, context):
            try:
                with ExitStack() as stack:
                    connector = opened()
                    stack.callback(registry.close, connector)
                    findings = list(connector.check())
            except (ConnectorError, CredentialError) as error:
                findings = [Finding(ok=False, text=str(error))]
            yield from ((account.name, place, finding) for finding in findings)


def empty_patterns(loaded: Config) -> Iterator[str]:
    """Tell of every pattern that stands for no file yet, with its place: what was meant to be read may not be."""
    patterns = (loaded.source.data.get("rules") or {}).get("files") or ()
    for index, pattern in enumerate(patterns):
        if not files_of(pattern, loaded.file.parent):
            line, column = loaded.source.place(("rules", "files", index))
            yield f"{loaded.source.name}:{line}:{column}: {pattern} stands for no file yet"


def _only_rules_of(file: Path) -> Config | None:
    """Read what a faulty configuration says about rules; None where that is faulty too, or cannot be read at all."""
    try:
        source = strict_yaml.read(file)
        kept = {key: value for key, value in source.data.items() if key in _RULE_KEYS}
        return strict_yaml.validate(
            Config,
            Source(source.name, kept | _STAND_IN, source.values, source.keys),
            context=Reading(file=file.absolute(), source=source),
        )
    except (Faults, AttributeError):
        return None


def _places(account: Account, context: registry.Context) -> Iterator[tuple[str, Callable[[], Checkable]]]:
    mail, calendar, tasks = account.mail, account.calendar, account.task_place
    yield "mail", lambda: registry.open_mail(mail, context)
    if calendar is not None:
        yield "calendar", lambda: registry.open_calendar(calendar, context)
    if tasks is not None:
        yield "tasks", lambda: registry.open_tasks(tasks, context)
