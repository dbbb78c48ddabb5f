"""Finding and reading ``prometido.yaml``."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from config import strict_yaml
from config.model import Config
from config.sources import Fault, Faults, Source
from config.values import Reading


class NotFound(Exception):
    """There is no configuration in any of the usual places."""


def find(given: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Path:
    """Return the configuration to use: the one given, else the first there is of the usual places.

    ``$PROMETIDO_CONFIG`` counts whether its file exists or not: who sets it means that one. Raises NotFound.
    """
    environment = os.environ if environment is None else environment
    if given is not None:
        return given
    if named := environment.get("PROMETIDO_CONFIG"):
        return Path(named)
    usual = (
        Path("prometido.yaml"),
        Path(environment.get("HOME") or "~", ".config/prometido/prometido.yaml").expanduser(),
        Path("/etc/prometido/prometido.yaml"),
    )
    for path in usual:
        with contextlib.suppress(OSError):  # in a folder that may not be looked into, such as root's, there is none
            if path.is_file():
                return path
    looked = ", ".join(map(str, usual))
    raise NotFound(f"no configuration found (looked for {looked}); make one with “prometido init”")


def load(path: Path, *, look: bool = False) -> Config:
    """Read a configuration; with ``look``, mail and calendar folders that are not there are faults too.

    The daemon does not look: a mailbox that is missing for a while stops its account, not the others.
    Raises :class:`Faults` with everything that is wrong.
    """
    return _validate(strict_yaml.read(path), path, look=look)


def load_text(text: str, path: Path) -> Config:
    """Read the text of a configuration as if it stood in the file ``path``. Raises :class:`Faults`."""
    return _validate(strict_yaml.load(text, str(path)), path)


def _validate(source: Source, path: Path, *, look: bool = False) -> Config:
    faults = list(_told_twice(source))
    try:
        config = strict_yaml.validate(Config, source, context=Reading(file=path.absolute(), source=source, look=look))
    except Faults as found:
        raise Faults([*found.faults, *faults]) from None
    if faults:
        raise Faults(faults)
    return config


def _told_twice(source: Source) -> Iterator[Fault]:
    """Find what may be there only once among all accounts.

    Looks at the plain data, so that these faults are told together with all others.
    """
    owners: dict[tuple[str, str], str] = {}
    accounts = _get(source.data, "accounts")
    for index, account in enumerate(accounts if isinstance(accounts, list) else []):
        name = _get(account, "name")
        addresses = _get(account, "addresses")
        texts = [(("name",), name), *((("addresses", i), each) for i, each in enumerate(_list(addresses)))]
        for path, text in texts:
            if not isinstance(text, str):
                continue
            owner = owners.setdefault((str(path[0]), text.casefold()), f"accounts[{index}]")
            if path == ("name",) and owner != f"accounts[{index}]":
                what = f'the name "{text}" is taken by {owner}; expected one of its own'
                yield source.fault(("accounts", index, *path), what)
            elif path != ("name",) and owner != f"accounts[{index}]":
                what = f"{text} belongs to {owner} already; expected each address in one account"
                yield source.fault(("accounts", index, *path), what)


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []
