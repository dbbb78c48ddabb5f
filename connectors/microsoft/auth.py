"""Signing in to Microsoft for the first time: with a code on another device, or in a browser that comes back here.

A code needs nothing but this terminal, which suits a server; many organisations forbid it (Microsoft turns on a policy
"Block device code flow" by itself), and then the browser is the way, over SSH through a forwarded port.
"""

from __future__ import annotations

import os
import webbrowser
from typing import TYPE_CHECKING, Any

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.microsoft.client import code_of, meaning, public_app
from connectors.microsoft.scopes import NEVER, SHARED, bare, scopes_of
from connectors.microsoft.tokens import exclusive
from connectors.web.browser import DONE, PORT, WAIT, is_here, where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.accounts import Microsoft

WHAT = """\
Microsoft will ask whether Prometido may read and write your mail, calendars and tasks. It does not ask to send mail,
and what it is given cannot send."""
CODE = "On any device, open {place} and type the code {code}. Waiting ..."
BLOCKED = frozenset({"AADSTS53003", "AADSTS530033", "AADSTS530035", "AADSTS50199", "AADSTS53000", "AADSTS53001"})
"""A Conditional Access policy forbids signing in with a code, or wants to see the device one signs in from."""
INSTEAD = (
    "your organisation does not let people sign in with a code ({code}): run it again with --port {port} and sign in "
    "in a browser, or have an administrator give the app a certificate (docs/microsoft.md, “A certificate”)"
)


def sign_in(
    places: Sequence[Microsoft],
    *,
    hint: str,
    state: Path,
    keep: Callable[[str, str], None],
    say: Callable[[str], None],
    device: bool = False,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Sign in once for every credential that these places of an account name, for all they need together.

    ``hint`` is the address to sign in with, ``state`` the state folder, ``keep`` keeps a token cache. With ``device``,
    or where there is no browser and no ``port`` is named, a code is typed on another device.

    Raises:
        NeedsUser: the way is forbidden, the app is refused, the port is taken, or a permission was not given.
        Transient: nobody came back, or Microsoft cannot be reached.
    """
    import msal  # noqa: PLC0415 - heavy, only used here

    environment = os.environ if environment is None else environment
    by_code = device or (port is None and not is_here(environment))
    for credential in dict.fromkeys(place.credential for place in places):
        sharing = [place for place in places if place.credential == credential]
        scopes = list(dict.fromkeys(scope for place in sharing for scope in scopes_of(place)))
        say(f"{WHAT}\n")
        cache = msal.SerializableTokenCache()
        with public_app(sharing[0], cache) as app:
            if by_code:
                answer = _with_code(app, scopes, say)
            else:
                answer = _with_browser(app, scopes, hint, port or PORT, say, environment)
        _look_at(answer, scopes)
        with exclusive(state, credential):
            keep(credential, cache.serialize())
        say(f"Signed in. The token is kept under the name {credential}, readable by you alone.")


def _with_code(app: Any, scopes: Sequence[str], say: Callable[[str], None]) -> Mapping[str, Any]:
    """Have a code typed on another device, and wait."""
    flow: dict[str, Any] = app.initiate_device_flow(list(scopes))
    if "user_code" not in flow:
        raise _refused(flow)
    say(str(flow.get("message") or CODE.format(place=flow["verification_uri"], code=flow["user_code"])))
    answer: dict[str, Any] = app.acquire_token_by_device_flow(flow)
    if "error" in answer:
        raise _refused(answer)
    return answer


def _with_browser(
    app: Any, scopes: Sequence[str], hint: str, port: int, say: Callable[[str], None], environment: Mapping[str, str]
) -> Mapping[str, Any]:
    """Send the person to Microsoft in a browser, and wait for them to come back to this machine (RFC 8252, 7.3)."""
    import msal  # noqa: PLC0415 - heavy, only used here

    def show(url: str) -> None:
        say(where(environment, port, url))
        if is_here(environment):
            webbrowser.open(url)

    try:
        answer: dict[str, Any] = app.acquire_token_interactive(
            list(scopes),
            login_hint=hint,
            timeout=WAIT,
            port=port,
            auth_uri_callback=show,
            success_template=DONE,
        )
    except msal.BrowserInteractionTimeoutError:
        raise Transient("nobody came back from Microsoft; try again") from None
    except OSError as error:
        raise NeedsUser(f"port {port} cannot be used ({error.strerror}); name another with --port") from None
    if "error" in answer:
        raise _refused(answer)
    return answer


def _refused(answer: Mapping[str, Any]) -> NeedsUser | Transient:
    """Say what can be done about a refusal."""
    code = code_of(answer)
    if code in BLOCKED:
        return NeedsUser(INSTEAD.format(code=code, port=PORT))
    match answer.get("error"):
        case "authorization_pending" | "expired_token" | "code_expired":
            return Transient("nobody typed the code in time; try again")
        case "access_denied" | "authorization_declined":
            return SignInNeeded("Microsoft did not sign you in (you said no, or an administrator has to allow it)")
        case _:
            return meaning(answer)


def _look_at(answer: Mapping[str, Any], scopes: Sequence[str]) -> None:
    """Refuse what could send, and what lacks something. Raises NeedsUser, SignInNeeded."""
    given = {bare(scope) for scope in str(answer.get("scope") or " ".join(scopes)).split()}
    if {bare(NEVER), bare(NEVER + SHARED)} & given:
        raise NeedsUser(
            f"this token could send mail: take {NEVER} off the app registration (and its consent), then sign in again"
        )
    missing = [scope for scope in scopes if bare(scope) not in given]
    if missing:
        raise SignInNeeded(f"not every permission was given ({', '.join(missing)}): sign in again and agree to all")
