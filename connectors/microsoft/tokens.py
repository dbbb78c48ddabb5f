"""Access tokens: from the cache of a signed-in person, or from a certificate of the app's own.

Refresh tokens rotate: each renewal happens under a lock that holds for all processes, begins with the cache as it is
then, and ends with the new one kept. Only a refusal of the sign-in itself means that a person has to sign in again.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from config.ownership import give_to_owner_of_folder
from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.microsoft.client import certified_app, meaning, public_app
from connectors.microsoft.scopes import SHARED, app_scope, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from config.accounts import Microsoft
    from connectors.registry import Context

MARGIN = 120.0
"""Seconds before its end a token is no longer used."""
HOUR = 3599.0
NEW = "run prometido auth"
EVERYBODY = frozenset({"organizations", "common", "consumers"})
"""Names of tenants that are none: an app signs in by itself to one tenant."""
_threads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class Tokens:
    """The access token of one place of an account, renewed before it expires."""

    def __init__(self, settings: Microsoft, context: Context, scopes: Sequence[str]) -> None:
        """Read the credential when it is first needed; ask for ``scopes``."""
        self._settings = settings
        self._context = context
        self._scopes = list(scopes)
        self._token = ""
        self._ends = 0.0

    def current(self) -> str:
        """Give a token that has not expired. Raises SignInNeeded, NeedsUser, Transient."""
        if time.time() < self._ends - MARGIN:
            return self._token
        return self._take(refused="")

    def renewed(self) -> str:
        """Give another token than the one at hand, which was refused. Raises SignInNeeded, NeedsUser, Transient."""
        return self._take(refused=self._token)

    def _take(self, *, refused: str) -> str:
        """Take the token in the cache if it will do (another connector may have renewed it), else a new one."""
        with exclusive(self._context.state, self._settings.credential):
            credential = self._context.secret(self._settings.credential)
            if "PRIVATE KEY-----" in credential:
                return self._certified(credential)
            kept = _cached(credential, self._settings.client_id, self._scopes)
            if kept and kept["secret"] != refused and float(kept["expires_on"]) - MARGIN > time.time():
                return self._use(kept["secret"], float(kept["expires_on"]))
            return self._refreshed(credential)

    def _refreshed(self, credential: str) -> str:
        """Renew the token of a signed-in person, and keep what they are now signed in with."""
        import msal  # noqa: PLC0415 - heavy, only for accounts that need it

        if not _can_renew(credential):
            raise SignInNeeded(f"the credential holds nothing of Microsoft's to renew a sign-in with: {NEW}")
        cache = msal.SerializableTokenCache()
        cache.deserialize(credential)
        with public_app(self._settings, cache) as app:
            people = app.get_accounts()
            if not people:
                raise SignInNeeded(f"the credential holds no sign-in of this app and tenant: {NEW}")
            answer = app.acquire_token_silent_with_error(self._scopes, account=people[0], force_refresh=True)
        if answer is None and _holds(cache, people[0]):
            answer = {}  # MSAL takes an empty answer for none
        # MSAL drops what was refused; one refusal may be a server's mistake, and whoever signs in anew replaces it.
        if cache.has_state_changed and "access_token" in (answer or {}):
            self._context.keep(self._settings.credential, cache.serialize())
        return self._accept(answer)

    def _certified(self, pem: str) -> str:
        """Ask for a token of the app's own."""
        if self._settings.user is None:
            raise NeedsUser("an app that signs in with a certificate needs user: the mailbox it works in")
        if self._settings.authority is None and self._settings.tenant in EVERYBODY:
            raise NeedsUser("an app that signs in with a certificate needs tenant: the id or domain of your tenant")
        with certified_app(self._settings, pem) as app:
            answer = app.acquire_token_for_client([app_scope(self._settings)])
        return self._accept(answer)

    def _accept(self, answer: Mapping[str, Any] | None) -> str:
        match answer:
            case {"access_token": str(token), **more} if token:
                return self._use(token, time.time() + _seconds(more.get("expires_in")))
            case _:
                raise meaning(answer)

    def _use(self, token: str, ends: float) -> str:
        self._token, self._ends = token, ends
        return token


def _holds(cache: Any, person: Mapping[str, Any]) -> bool:
    """Whether a cache has something to renew the sign-in of a person with."""
    whose = {"home_account_id": person.get("home_account_id")}
    return any(cache.search(cache.CredentialType.REFRESH_TOKEN, query=whose))


def _seconds(said: Any) -> float:
    """Read how long a token holds; as MSAL does, an hour where the server does not say (RFC 6749, 5.1)."""
    try:
        return float(said)
    except (TypeError, ValueError):
        return HOUR


def _can_renew(credential: str) -> bool:
    """Whether a credential is a token cache with a refresh token in it, as MSAL writes one."""
    try:
        return bool(json.loads(credential)["RefreshToken"])
    except (ValueError, KeyError, TypeError):
        return False


def _cached(credential: str, client_id: str, scopes: Sequence[str]) -> Mapping[str, Any] | None:
    """Find the access token in a cache as MSAL writes it, so that a valid one costs no library and no request."""
    try:
        tokens = json.loads(credential)["AccessToken"].values()
        good = [
            token
            for token in tokens
            if token.get("client_id", client_id) == client_id
            and _covers(str(token["target"]), scopes)
            and isinstance(token["secret"], str)
        ]
        # Of two that end in the same second the one written later is the newer.
        return max(reversed(good), key=lambda token: float(token["expires_on"]), default=None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _covers(target: str, scopes: Sequence[str]) -> bool:
    """Whether a token may be good for these permissions, written with or without the address of Graph.

    Whether one for a mailbox of one's own also reaches a shared one, the server says.
    """
    given = {_own(scope) for scope in target.split()}
    return ".default" in given or given.issuperset(map(_own, scopes))


def _own(scope: str) -> str:
    return bare(scope).removesuffix(SHARED.lower())


@contextmanager
def exclusive(state: Path, credential: str) -> Iterator[None]:
    """Hold a credential against other threads and processes while it is renewed. Raises Transient."""
    file = state / f"{credential}.lock"
    with _threads[str(file)]:
        try:
            state.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            give_to_owner_of_folder(file)
        except OSError as error:
            raise Transient(f"the token cannot be locked: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
