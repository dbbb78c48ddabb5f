"""MSAL as we use it: whom it asks, through which connection, and what its refusals mean."""

from __future__ import annotations

import hashlib
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.web.answers import name_of
from connectors.web.session import equipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import requests

    from config.accounts import Microsoft

LOGIN = "https://login.microsoftonline.com"
BUSY_SECONDS = 60.0
"""How long a sign-in server is left alone that cannot serve."""
CODE = re.compile(r"AADSTS\d+")
SIGN_IN = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required"})
BAD_APP = frozenset(
    {"invalid_client", "unauthorized_client", "invalid_scope", "invalid_resource", "access_denied", "invalid_request"}
)
WORDS = {
    "AADSTS50173": "the password was changed",
    "AADSTS50057": "the account is disabled",
    "AADSTS50076": "a second factor is asked for",
    "AADSTS50079": "a second factor is asked for",
    "AADSTS53003": "a Conditional Access policy forbids it",
    "AADSTS65001": "the permission was taken back",
    "AADSTS700082": "the sign-in has not been used for too long",
    "AADSTS700016": "no such app in this tenant: see client_id and tenant",
    "AADSTS7000218": "“Allow public client flows” is off in the app registration",
    "AADSTS90002": "no such tenant",
    "AADSTS90094": "an administrator has to allow the app",
}
"""Microsoft's own codes, where they say more than the error beside them."""
SKEW = "AADSTS700024"
"""The assertion of a certificate is not of this moment: the clock is wrong, not the certificate."""
CERTIFICATE = "-----BEGIN CERTIFICATE-----"
CERTIFICATE_END = "-----END CERTIFICATE-----"


@contextmanager
def public_app(settings: Microsoft, cache: Any) -> Iterator[Any]:
    """Open an app that people sign in to. Raises Transient where the sign-in server cannot be reached."""
    import msal  # noqa: PLC0415 - heavy, only for accounts that need it

    with _connection(settings) as http, _translated():
        yield msal.PublicClientApplication(
            settings.client_id,
            authority=_authority(settings),
            instance_discovery=False if settings.authority else None,
            token_cache=cache,
            http_client=http,
        )


@contextmanager
def certified_app(settings: Microsoft, pem: str) -> Iterator[Any]:
    """Open an app that signs in by itself with a certificate. Raises SignInNeeded, Transient."""
    import msal  # noqa: PLC0415 - heavy, only for accounts that need it

    try:
        start = pem.index(CERTIFICATE)
        public = pem[start : pem.index(CERTIFICATE_END, start) + len(CERTIFICATE_END)]
        digest = hashlib.sha1(ssl.PEM_cert_to_DER_cert(public))  # noqa: S324 - what Microsoft names certificates by
    except ValueError:
        raise SignInNeeded("the credential has a private key, and no certificate beside it") from None
    certificate = {"private_key": pem, "thumbprint": digest.hexdigest(), "public_certificate": public}
    with _connection(settings) as http, _translated():
        yield msal.ConfidentialClientApplication(
            settings.client_id,
            authority=_authority(settings),
            instance_discovery=False if settings.authority else None,
            client_credential=certificate,
            http_client=http,
        )


def meaning(answer: Mapping[str, Any] | None) -> NeedsUser | Transient:
    """Say what a refusal of the sign-in server means. No text of the answer is passed on: it may quote the request."""
    none = answer is None
    answer = answer or {}
    error, code = name_of(answer.get("error")), code_of(answer)
    shown = WORDS.get(code) or code or error or ("there is nothing to renew it with" if none else "it does not say why")
    if code == SKEW:
        return Transient("Microsoft does not take the time of this machine for right: set its clock")
    if error in SIGN_IN or none:
        return SignInNeeded(f"Microsoft no longer accepts the sign-in ({shown}): run prometido auth")
    if error in BAD_APP:
        return NeedsUser(f"Microsoft refuses the app itself ({shown}): see docs/microsoft.md, “The app registration”")
    return Transient(f"Microsoft's sign-in server cannot serve now ({shown})", retry_after=BUSY_SECONDS)


def code_of(answer: Mapping[str, Any]) -> str:
    """Find Microsoft's own code in a refusal; empty where there is none."""
    found = CODE.search(str(answer.get("error_description", "")))
    return found[0] if found else ""


def _authority(settings: Microsoft) -> str:
    return settings.authority or f"{LOGIN}/{settings.tenant}"


@contextmanager
def _translated() -> Iterator[None]:
    """Say what MSAL raises in our own terms: it raises little, and nothing that says a credential is bad."""
    import requests  # noqa: PLC0415 - only for accounts that need it

    try:
        yield
    except (requests.RequestException, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # The last are what an answer that cannot be read raises, one about the authority among them.
        raise Transient(f"Microsoft's sign-in server cannot be reached ({type(error).__name__})") from None


def _connection(settings: Microsoft) -> requests.Session:
    """Make a session that trusts whom the settings trust."""
    import requests  # noqa: PLC0415 - only for accounts that need it

    return equipped(requests.Session(), settings.ca_bundle)
