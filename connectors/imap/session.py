"""A signed-in session: opened when it is needed, kept while it lives, opened again when it died."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.errors import NeedsUser, SignInNeeded, Transient
from connectors.imap.grammar import quoted
from connectors.imap.wire import PASSING, Connection, Lost, Reply, Server

if TYPE_CHECKING:
    from connectors.imap.grammar import Value

SECONDS = 60.0
"""How long a server may say nothing."""
CLIENT = b'("name" "Prometido")'


class Token(str):
    """An OAuth access token, as opposed to a password."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Who signs in, and with what."""

    user: str
    secret: Callable[[], str]
    """Gives the password, or a :class:`Token`, as it is now. Raises what the daemon tells the user."""


class Session:
    """One connection to one account."""

    def __init__(self, server: Server, sign_in: SignIn, *, seconds: float = SECONDS) -> None:
        """Remember where and who; nothing is opened before :meth:`connection` is asked for."""
        self._server = server
        self._sign_in = sign_in
        self._seconds = seconds
        self._connection: Connection | None = None
        self.capabilities: frozenset[bytes] = frozenset()
        self.resyncs = False
        """Whether the server says, of a folder that is opened, what has changed and vanished (QRESYNC, RFC 7162)."""

    def connection(self) -> Connection:
        """Give a connection that works, with nothing waiting on it.

        Raises:
            SignInNeeded: the server refused the credential.
            NeedsUser: certificate, port or security are wrong.
            Transient: it cannot be reached now.
        """
        kept = self._connection
        if kept is not None and not kept.broken and not kept.is_waiting:
            try:
                if kept.run(b"NOOP").ok and not kept.broken:
                    return kept
            except Lost:
                pass
        self.close()
        self._connection = Connection(self._server, seconds=self._seconds)
        try:
            self._open(self._connection)
        except BaseException:
            self.close()
            raise
        return self._connection

    def close(self) -> None:
        """Drop the connection, with a word of goodbye nobody waits for."""
        if self._connection is None:
            return
        with contextlib.suppress(Lost):
            if not self._connection.is_waiting:
                self._connection.send((b"LOGOUT",))
        self._connection.close()
        self._connection = None

    def can(self, capability: str) -> bool:
        """Whether the server has a capability."""
        return capability.encode("ascii") in self.capabilities

    def _open(self, connection: Connection) -> None:
        """Sign in and learn what the server can do."""
        self.capabilities = _capabilities(connection.run(b"CAPABILITY"))
        if self.can("LOGINDISABLED"):
            raise NeedsUser(
                f"{self._server.host} takes no password without encryption: set security to tls or starttls"
            )
        secret = self._sign_in.secret()
        reply = self._authenticate(connection, secret)
        if not reply.ok:
            code = reply.code.partition(b" ")[0].upper()
            if code in PASSING or "too many" in reply.text.lower():
                raise Transient(f"{self._server.host} takes no sign-in now")
            what = "the access token" if isinstance(secret, Token) else "user or password"
            raise SignInNeeded(f"{self._server.host} refused {what}: correct the credential")
        # Ways to sign in are told only before it.
        ways = {name for name in self.capabilities if name.startswith(b"AUTH=")}
        self.capabilities = _capabilities(connection.run(b"CAPABILITY")) | ways
        self.resyncs = False
        if self.can("ENABLE") and (self.can("QRESYNC") or self.can("CONDSTORE")):
            enabled = connection.run(b"ENABLE", b"QRESYNC" if self.can("QRESYNC") else b"CONDSTORE").named(b"ENABLED")
            self.resyncs = any(
                isinstance(name, bytes) and name.upper() == b"QRESYNC" for said in enabled for name in said
            )
        if self.can("ID"):
            connection.run(b"ID", CLIENT)

    def _authenticate(self, connection: Connection, secret: str) -> Reply:
        """Send the credential, in the way the server offers."""
        user = self._sign_in.user
        if isinstance(secret, Token):
            words = f"user={user}\x01auth=Bearer {secret}\x01\x01"
            return connection.answer((b"AUTHENTICATE", b"XOAUTH2"), base64.b64encode(words.encode()))
        if self.can("AUTH=PLAIN"):
            return connection.answer((b"AUTHENTICATE", b"PLAIN"), base64.b64encode(f"\0{user}\0{secret}".encode()))
        try:
            return connection.run(b"LOGIN", quoted(user), quoted(secret))
        except ValueError:
            raise NeedsUser(f"{self._server.host} takes only passwords of plain ASCII characters") from None


def _capabilities(reply: Reply) -> frozenset[bytes]:
    """Read what a server can do, in upper case."""
    words: list[Value] = [word for named in reply.expect("CAPABILITY").named(b"CAPABILITY") for word in named]
    return frozenset(word.upper() for word in words if isinstance(word, bytes))
