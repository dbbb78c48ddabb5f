"""Signing in at Gmail and Microsoft 365 with an access token, from the same credential their own connectors use.

A credential that is Google's authorised-user JSON or a serialised MSAL token cache is used as such; anything else is a
password. Microsoft's refresh tokens rotate, and the credential may be read-only: the cache as it is now is kept in the
state folder, with a hash of the credential it came from, so that a new sign-in is never hidden by an old cache.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from connectors.errors import SignInNeeded, Transient
from connectors.imap.session import Token
from connectors.web.session import equipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import requests

MICROSOFT_SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
MICROSOFT_AUTHORITY = "https://login.microsoftonline.com/organizations"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
NEW = "sign in again (prometido auth)"


class Secrets:
    """Gives the password or a fresh access token of one account."""

    def __init__(
        self,
        credential: Callable[[], str],
        *,
        kept: Path,
        ca_bundle: Path | None = None,
        authority: str = MICROSOFT_AUTHORITY,
    ) -> None:
        """Read the credential when it is needed; ``kept`` is where rotated tokens are written, 0600."""
        self._credential = credential
        self._kept = kept
        self._ca_bundle = ca_bundle
        self._authority = authority

    def __call__(self) -> str:
        """Give what to sign in with now.

        Raises:
            SignInNeeded: the credential no longer works.
            Transient: the sign-in server cannot be reached.
        """
        text = self._credential()
        try:
            match json.loads(text):
                case {"refresh_token": str(), "client_id": str()} as user:
                    return self._google(user)
                case {"RefreshToken": dict()} | {"AccessToken": dict()}:
                    return self._microsoft(text)
        except ValueError:
            pass
        return text

    def _google(self, user: dict[str, Any]) -> Token:
        """Ask Google for an access token."""
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415 - heavy, only for accounts that need it
        from google.auth.transport.requests import Request  # noqa: PLC0415
        from google.oauth2.credentials import Credentials  # noqa: PLC0415

        credentials = Credentials(  # type: ignore[no-untyped-call]  # has no types
            None,
            refresh_token=user["refresh_token"],
            token_uri=user.get("token_uri") or GOOGLE_TOKENS,
            client_id=user["client_id"],
            client_secret=user.get("client_secret"),
        )
        with self._http() as session:
            try:
                credentials.refresh(Request(session))  # type: ignore[no-untyped-call]  # has no types
            except GoogleAuthError as error:
                if "invalid_grant" in str(error) or "invalid_client" in str(error):
                    raise SignInNeeded(f"Google no longer accepts the credential: {NEW}") from None
                raise Transient("Google's sign-in server cannot be reached") from None
        return Token(credentials.token)

    def _microsoft(self, text: str) -> Token:
        """Ask Microsoft for an access token."""
        import msal  # noqa: PLC0415 - heavy, only for accounts that need it
        import requests  # noqa: PLC0415

        source = hashlib.sha256(text.encode()).hexdigest()
        cache = msal.SerializableTokenCache()
        cache.deserialize(self._kept_cache(source) or text)
        clients = {
            entry["client_id"]
            for kind in (cache.CredentialType.REFRESH_TOKEN, cache.CredentialType.ACCESS_TOKEN)
            for entry in cache.search(kind)
        }
        if not clients:
            raise SignInNeeded(f"the credential holds no token of Microsoft: {NEW}")
        try:
            with self._http() as http:
                client = msal.PublicClientApplication(
                    clients.pop(),
                    authority=self._authority,
                    instance_discovery=self._authority == MICROSOFT_AUTHORITY,
                    token_cache=cache,
                    http_client=http,
                )
                accounts = client.get_accounts()
                found = client.acquire_token_silent_with_error(MICROSOFT_SCOPES, accounts[0]) if accounts else None
        except (requests.RequestException, ValueError) as error:
            raise Transient("Microsoft's sign-in server cannot be reached") from error
        if cache.has_state_changed:
            self._keep(source, cache.serialize())
        match found:
            case {"access_token": str(token)}:
                return Token(token)
            case {"error": "temporarily_unavailable" | "server_error"}:
                raise Transient("Microsoft's sign-in server cannot serve now")
            case _:
                raise SignInNeeded(f"Microsoft no longer accepts the credential: {NEW}")

    def _http(self) -> requests.Session:
        import requests  # noqa: PLC0415 - only for accounts that need it

        return equipped(requests.Session(), self._ca_bundle)

    def _kept_cache(self, source: str) -> str | None:
        """Read the cache as it was left, if it came from this credential."""
        try:
            match json.loads(self._kept.read_text("utf-8")):
                case {"source": str(kept), "cache": str(cache)} if kept == source:
                    return cache
        except (OSError, ValueError):
            pass
        return None

    def _keep(self, source: str, cache: str) -> None:
        """Write the cache as it is now, whole or not at all."""
        self._kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._kept.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "w") as file:
            json.dump({"source": source, "cache": cache}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._kept)
