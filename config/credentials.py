"""Secrets, found by the name the configuration gives them. They are never in the configuration itself.

A secret is looked for in ``$CREDENTIALS_DIRECTORY`` (systemd), then in ``secrets/`` beside the configuration, then in
the system keyring. What a provider renews by itself (tokens that rotate) is kept in the state folder, which wins over
all of them: a refresh token that has been used is worth nothing any more.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.model import Config
from config.ownership import give_to_owner_of_folder
from config.values import is_credential_name

KEYRING_SERVICE = "prometido"
_LIMIT = 1_000_000
"""Bytes of the largest secret; systemd allows as much for all of a unit together."""


class CredentialError(Exception):
    """A secret cannot be had; the text is one line that says what to do, and never holds the secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where secrets are looked for, and where renewed ones are kept."""

    secrets: Path
    """Folder beside the configuration; each file in it must be readable by its owner alone."""
    state: Path
    """Folder of renewed tokens."""
    given: Path | None = None
    """``$CREDENTIALS_DIRECTORY``."""

    @classmethod
    def of(cls, config: Config, *, environment: Mapping[str, str] | None = None) -> Credentials:
        """Return the places that hold for a configuration."""
        environment = os.environ if environment is None else environment
        given = environment.get("CREDENTIALS_DIRECTORY")
        return cls(
            secrets=config.file.parent / "secrets",
            state=state_folder(config, environment=environment),
            given=Path(given) if given else None,
        )

    def find(self, name: str) -> str:
        """Return the secret of this name, without the line end that editors add. Raises CredentialError."""
        _refuse_strange(name)
        if self.given is not None:
            # A whole folder given with LoadCredential=secrets:/folder comes with its files named so (systemd.exec(5)).
            for each in (self.given / name, self.given / f"secrets_{name}"):
                if each.is_file():
                    return _text_of(each)
        own = self.secrets / name
        if _is_seen(own):
            _refuse_shared(own)
            return _text_of(own)
        secret = _from_keyring(name)
        if secret is None:
            raise CredentialError(
                f"no credential “{name}”: put it into {own} (mode 0600), give it with LoadCredential=, "
                f"or keep it with “keyring set {KEYRING_SERVICE} {name}”"
            )
        return secret

    def find_token(self, name: str) -> str:
        """Return the renewed token of this name where it is newer than the secret it grew from, else the secret.

        Someone who signs in anew by hand replaces the secret; the token that grew from the old one is of no use then.
        Raises CredentialError.
        """
        kept = self.token_file(name)
        origin = kept.with_suffix(".origin")
        if not kept.is_file():
            return self.find(name)
        _refuse_shared(kept)
        try:
            secret = self.find(name)
        except CredentialError:
            return _text_of(kept)
        if origin.is_file() and origin.read_text(encoding="ascii").strip() != _digest(secret):
            return secret
        return _text_of(kept)

    def keep_token(self, name: str, token: str) -> None:
        """Keep a renewed token, whole or not at all, readable by its owner alone."""
        kept = self.token_file(name)
        _make_private(kept.parent)
        with contextlib.suppress(CredentialError):
            _write_private(kept.with_suffix(".origin"), _digest(self.find(name)))
        _write_private(kept, token)

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """Names and moments of change of all secrets that are files: another stamp means somebody signed in again.

        What may not be looked at is left out, and what is being replaced in this moment.
        """
        return tuple(sorted(each for place in (self.secrets, self.state / "tokens") for each in _stamps(place)))

    def token_file(self, name: str) -> Path:
        """Return the file a renewed token is kept in."""
        _refuse_strange(name)
        return self.state / "tokens" / f"{name}.token"


def state_folder(config: Config, *, environment: Mapping[str, str] | None = None) -> Path:
    """Return where what survives a restart is kept: ``state``, ``$STATE_DIRECTORY`` of systemd, or by the ledger."""
    environment = os.environ if environment is None else environment
    if config.state is not None:
        return config.state
    if named := environment.get("STATE_DIRECTORY"):
        return Path(named.partition(":")[0])
    beside = config.ledger_file or config.file
    return beside.parent / "state"


def _refuse_strange(name: str) -> None:
    if not is_credential_name(name):
        raise CredentialError("that is no name of a credential: letters, digits, “.”, “-”, “_”, “@” only")


def _is_seen(file: Path) -> bool:
    """Say whether a file is there, and not hidden: the folder a service gets its secrets from is for root alone."""
    try:
        return file.exists()
    except PermissionError:
        return False


def _stamps(folder: Path) -> Iterator[tuple[str, int]]:
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            with contextlib.suppress(OSError):
                yield str(file), file.stat().st_mtime_ns


def _refuse_shared(file: Path) -> None:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        raise CredentialError(f"{file} can be read by others (mode {mode:04o}); run “chmod 600 {file}”")


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LIMIT + 1)
    except OSError as error:
        raise CredentialError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if len(content) > _LIMIT:
        raise CredentialError(f"{file} is too large for a secret")
    try:
        secret = content.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise CredentialError(f"{file} is not text") from None
    if not secret:
        raise CredentialError(f"{file} is empty; put the secret into it")
    return secret


def _from_keyring(name: str) -> str | None:
    """Ask the system keyring; a machine without one has no secret there."""
    # Imported here: most machines never get this far, and it looks for its back ends on import.
    # A user without a home, as in a container, makes it fail in ways of its own.
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        import keyring  # noqa: PLC0415

        return keyring.get_password(KEYRING_SERVICE, name)
    except (KeyringError, RuntimeError, OSError):
        return None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _make_private(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        give_to_owner_of_folder(folder)


def _write_private(file: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # 0600 by itself
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        give_to_owner_of_folder(Path(name))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
