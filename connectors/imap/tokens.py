"""Signing in at Gmail and Microsoft 365 with an access token, from the same credential their own connectors use.

A credential that is Google's authorised-user JSON or a serialised MSAL token cache is used as such; anything else is a
password. Microsoft's refresh tokens rotate: as in its own connectors, each renewal happens under the credential's lock,
begins with the cache as it is then, and ends with the new one kept.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from connectors.errors import SignInNeeded, Transient
from connectors.imap.session import Token
from connectors.microsoft.tokens import exclusive
from connectors.web.session import equipped

if TYPE_CHECKING:
    from pathlib import Path

    import requests

    from connectors.registry import Context

MICROSOFT_SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
MICROSOFT_AUTHORITY = "https://login.microsoftonline.com/organizations"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
NEW = "sign in again (prometido auth)"


class Secrets:
    """Gives the password or a fresh access token of one account."""

    def __init__(
        self,
        context: Context,
        credential: str,
        *,
        ca_bundle: Path | None = None,
        authority: str = MICROSOFT_AUTHORITY,
    ) -> None:
        """Read the credential of this name when it is needed."""
        self._context = context
        self._credential = credential
        self._ca_bundle = ca_bundle
        self._authority = authority

    def __call__(self) -> str:
        """Give what to sign in with now.

        Raises:
            SignInNeeded: the credential no longer works.
            Transient: the sign-in server cannot be reached.
        """
        text = self._context.secret(self._credential)
        try:
            match json.loads(text):
                case {"refresh_token": str(), "client_id": str()} as user:
                    return self._google(user)
                case {"RefreshToken": dict()} | {"AccessToken": dict()}:
                    with exclusive(self._context.state, self._credential):
                        return self._microsoft()
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

    def _microsoft(self) -> Token:
        """Ask Microsoft for an access token."""
        import msal  # noqa: PLC0415 - heavy, only for accounts that need it
        import requests  # noqa: PLC0415

        cache = msal.SerializableTokenCache()
        cache.deserialize(self._context.secret(self._credential))
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
            self._context.keep(self._credential, cache.serialize())
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
