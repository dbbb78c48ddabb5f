"""Access tokens: from an authorised user's refresh token, or from a service account for a whole domain.

Only ``invalid_grant`` means that a person has to sign in again. A sign-in server that is away, busy or confused says
nothing about the credential.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.web.answers import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import httpx

    from connectors.web.wire import Wire

SKEW = "reasonable timeframe"
"""Words of Google's about an assertion that is not of this moment: the clock is wrong, not the key."""
BUSY_SECONDS = 60.0
"""How long a sign-in server is left alone that google-auth has asked three times already."""
BAD_CLIENT = frozenset({"invalid_client", "deleted_client", "unauthorized_client", "access_denied", "invalid_scope"})
UNREAD = "Google's sign-in server gives an answer that cannot be read"
TOKENS = "https://oauth2.googleapis.com/token"


class Answer:
    """An answer in the form google-auth wants one."""

    def __init__(self, answer: httpx.Response) -> None:
        """Take over what it needs."""
        self.status = answer.status_code
        self.headers = answer.headers
        self.data = answer.content


class Tokens:
    """The access token of one account, renewed before it expires."""

    def __init__(
        self,
        secret: Callable[[], str],
        keep: Callable[[str], None],
        *,
        wire: Wire,
        scopes: Sequence[str],
        user: str | None = None,
    ) -> None:
        """Read the secret when it is first needed; ``keep`` is given what has been renewed.

        ``user`` is whom a service account acts for; ``scopes`` what it asks for (an authorised user has said already).
        """
        self._secret = secret
        self._keep = keep
        self._wire = wire
        self._scopes = scopes
        self._user = user
        self._credentials: Any = None

    def current(self) -> str:
        """Give a token that has not expired. Raises SignInNeeded, NeedsUser, Transient."""
        if self._credentials is None:
            self._credentials = self._load()
        if not self._credentials.valid:
            return self.renewed()
        return str(self._credentials.token)

    def renewed(self) -> str:
        """Give a new token, whatever the old one is like. Raises SignInNeeded, NeedsUser, Transient."""
        before = self._credentials.token if self._credentials else None
        # Another connector of the account, or a new sign-in, may have left a newer one.
        self._credentials = self._load()
        if self._credentials.valid and self._credentials.token != before:
            return str(self._credentials.token)
        self._refresh()
        if hasattr(self._credentials, "to_json"):
            self._keep(self._credentials.to_json())
        return str(self._credentials.token)

    def _load(self) -> Any:
        """Read the credential. A token that says nothing of its end is used until Google no longer takes it."""
        from google.oauth2.credentials import Credentials  # noqa: PLC0415 - heavy, only for accounts that need it
        from google.oauth2.service_account import Credentials as ServiceAccount  # noqa: PLC0415

        try:
            match json.loads(self._secret()):
                case {"type": "service_account"} as info:
                    account = ServiceAccount.from_service_account_info(info, scopes=self._scopes)  # type: ignore[no-untyped-call]  # has no types
                    return account.with_subject(self._user)
                case {"refresh_token": str()} | {"token": str()} as user:
                    return Credentials(  # type: ignore[no-untyped-call]  # has no types
                        user.get("token"),
                        refresh_token=user.get("refresh_token"),
                        token_uri=user.get("token_uri") or TOKENS,
                        client_id=user.get("client_id"),
                        client_secret=user.get("client_secret"),
                        scopes=user.get("scopes"),
                        expiry=_expiry(user.get("expiry")),
                    )
        except (ValueError, TypeError, AttributeError):
            pass
        raise SignInNeeded(
            "the credential is neither an authorised user's nor a service account's JSON: run prometido auth"
        )

    def _refresh(self) -> None:
        """Ask Google for a new token."""
        from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415 - heavy, only for accounts that need it

        if not getattr(self._credentials, "refresh_token", "a service account has none"):
            raise SignInNeeded("the sign-in has ended, and holds nothing to renew it with: run prometido auth")
        try:
            self._credentials.refresh(self._ask)
        except GoogleAuthError as error:
            raise self._meaning(error) from None
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            # An answer that is none of a sign-in server's: google-auth looks for the token in it all the same.
            raise Transient(UNREAD) from None
        if not isinstance(self._credentials.token, str) or not self._credentials.token:
            raise Transient(UNREAD)

    def _ask(
        self,
        url: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - google-auth names it; ours holds for everything
        **_: Any,
    ) -> Answer:
        """Send a request of google-auth's; asking for a token twice does no harm, so its outcome is never unknown."""
        try:
            return Answer(self._wire.send(method, url, headers or {}, body))
        except Transient as error:
            raise Transient("Google's sign-in server cannot be reached") from error

    def _meaning(self, error: Exception) -> NeedsUser | Transient:
        """Say what a refusal means. No text of the answer is passed on: it may quote the request."""
        code, said = "", " ".join(str(part) for part in error.args)
        for part in error.args:
            if isinstance(part, dict):
                code = name_of(part.get("error"))
        if code == "invalid_grant":
            if SKEW in said:
                return Transient(
                    "Google does not take the time of this machine for right: set its clock", retry_after=BUSY_SECONDS
                )
            return SignInNeeded(
                "Google no longer accepts the sign-in: run prometido auth (after 7 days: the project is in “Testing”)"
            )
        if code in BAD_CLIENT:
            return NeedsUser(f"Google refuses the app itself ({code}): see docs/google.md, “The project”")
        text = f"Google's sign-in server cannot serve now{f' ({code})' if code else ''}"
        return Transient(text, retry_after=BUSY_SECONDS)


def _expiry(said: Any) -> datetime | None:
    """Read when a token ends; google-auth wants UTC without saying so."""
    if not isinstance(said, str):
        return None
    moment = datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
