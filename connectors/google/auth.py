"""Signing in to Google for the first time: in a browser, which comes back to this machine (RFC 8252, 7.3).

Google has no other way for mail: the code one types on another device is not given for it, and copying a code out of
the browser is no longer served. Over SSH the way back is a forwarded port.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.google.scopes import scopes_of
from connectors.web.browser import DONE, PORT, WAIT, is_here, where
from connectors.web.session import equipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.accounts import Google

WHAT = """\
Google will ask whether Prometido may read your mail and “manage drafts and send emails”. Google has no permission for
drafts alone. Prometido leaves drafts and never sends: it holds a list of the only requests that may leave, and sending
is not on it. For the calendar it asks to see your events and to make a calendar of its own. Tick every box: what is not
ticked will not work."""
TESTING = """\
If Google says “Google hasn't verified this app”: it is the project of your own client; Advanced, Go to … .
A project in “Testing” signs you out every 7 days. Make it “Internal” (Workspace), or press “Publish app”."""


def sign_in(
    places: Sequence[Google],
    *,
    hint: str,
    find: Callable[[str], str],
    keep: Callable[[str, str], None],
    say: Callable[[str], None],
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Sign in once for every credential that these places of an account name, for all they need together.

    ``hint`` is the address to sign in with, ``find`` looks up a secret, ``keep`` keeps a token.

    Raises:
        NeedsUser: there is no client to sign in with, the port is taken, or a permission was not given.
        Transient: nobody came back, or Google cannot be reached.
    """
    environment = os.environ if environment is None else environment
    for credential in dict.fromkeys(place.credential for place in places):
        sharing = [place for place in places if place.credential == credential]
        scopes = list(dict.fromkeys(scope for place in sharing for scope in scopes_of(place)))
        client = next((place.client for place in sharing if place.client), None)
        if client is None:
            raise NeedsUser(
                f"the credential {credential} needs the client of your Google project to sign in with: put its JSON "
                "into secrets/, and its name under client: (docs/google.md)"
            )
        say(f"{WHAT}\n\n{TESTING}\n")
        bundle = next((place.ca_bundle for place in sharing if place.ca_bundle), None)
        token = _ask(_client(find(client), client), scopes, hint, port or PORT, bundle, environment)
        keep(credential, token)
        say(f"Signed in. The token is kept under the name {credential}, readable by you alone.")


def _client(text: str, name: str) -> dict[str, Any]:
    """Read the JSON of a client as the Google Cloud console gives it."""
    try:
        client: dict[str, Any] = json.loads(text)
        match client:
            case {"installed": {"client_id": str()}} | {"web": {"client_id": str()}}:
                return client
    except ValueError:
        pass
    raise NeedsUser(f"the credential {name} is no OAuth client of type “Desktop app” (docs/google.md)")


def _ask(
    client: Mapping[str, Any],
    scopes: Sequence[str],
    hint: str,
    port: int,
    bundle: Path | None,
    environment: Mapping[str, str],
) -> str:
    """Send the person to Google and wait; return an authorised user's JSON."""
    from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # noqa: PLC0415 - heavy, only used here
    from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # noqa: PLC0415 - has no types
    from requests import RequestException  # noqa: PLC0415

    # oauthlib takes fewer permissions than asked for as an attack; which were given is looked at below.
    os.environ.setdefault("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    flow = InstalledAppFlow.from_client_config(client, scopes)
    equipped(flow.oauth2session, bundle)
    try:
        credentials = flow.run_local_server(
            port=port,
            open_browser=is_here(environment),
            authorization_prompt_message=where(environment, port, "{url}"),
            success_message=DONE,
            timeout_seconds=WAIT,
            access_type="offline",
            prompt="consent",
            login_hint=hint,
        )
    except WSGITimeoutError:
        raise Transient("nobody came back from Google; try again") from None
    except OAuth2Error as error:
        raise SignInNeeded(f"Google did not sign you in ({error.error or type(error).__name__}); try again") from None
    except RequestException:
        raise Transient("Google's sign-in server cannot be reached") from None
    except OSError as error:
        raise NeedsUser(f"port {port} cannot be used ({error.strerror}); name another with --port") from None
    finally:
        flow.oauth2session.close()
    missing = set(scopes) - set(credentials.granted_scopes or credentials.scopes or scopes)
    if missing:
        names = ", ".join(sorted(scope.rpartition("/")[2] for scope in missing))
        raise SignInNeeded(f"not every permission was given ({names}): sign in again and tick every box")
    if not credentials.refresh_token:
        raise SignInNeeded(
            "Google gave nothing to stay signed in with; remove Prometido at myaccount.google.com, again"
        )
    return str(credentials.to_json())
