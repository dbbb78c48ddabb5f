"""A connection to an IMAP server: commands sent one after another without waiting, responses read in order."""

from __future__ import annotations

import re
import socket
import ssl
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from connectors.errors import ConnectorError, NeedsUser, NoRoom, Refused, Transient, UnknownOutcome
from connectors.imap.grammar import Value, number, values
from connectors.imap.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LITERAL = re.compile(rb"\{(\d{1,10})\}\r\n$")
STATUS = re.compile(rb"(OK|NO|BAD|BYE|PREAUTH)(?: \[([^\]]*)\])?(?: (.*))?", re.IGNORECASE | re.DOTALL)
Glance: TypeAlias = "Callable[[bytes, int], int | None]"
"""Reads a response from a place on and says where it ends: the same place where it has not all come, None where it
takes more than a glance."""
LINE_LIMIT = 4 * 1024 * 1024
LITERAL_LIMIT = 64 * 1024 * 1024
PASSING = frozenset({b"UNAVAILABLE", b"INUSE", b"SERVERBUG", b"LIMIT", b"CONTACTADMIN"})
"""Response codes (RFC 5530) of what passes by itself, or that the server's people must repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mail server is, and how a connection to it is kept from others' eyes."""

    host: str
    port: int
    security: str = "tls"
    """``tls``, ``starttls``, or ``none``."""
    ca_bundle: Path | None = None
    """PEM file of a private authority, trusted besides the usual ones."""


class Lost(Transient):
    """The connection broke; what was asked for last may or may not have been done."""


class Response(NamedTuple):
    """An untagged response: its text with ``{n}`` where literals were, and the literals."""

    text: bytes
    literals: list[bytes]

    @property
    def values(self) -> list[Value]:
        """The response, read."""
        return values(self.text, self.literals)

    def is_fetch(self) -> bool:
        """Whether it is about a message: ``12 FETCH (…)``."""
        return self.text.partition(b" ")[2][:6].upper() == b"FETCH "


@dataclass(slots=True)
class Reply:
    """All a server said to one command."""

    status: bytes = b""
    code: bytes = b""
    """The response code, without brackets: ``APPENDUID 1 2``."""
    text: str = ""
    responses: list[Response] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the command was done."""
        return self.status == b"OK"

    def named(self, name: bytes) -> list[list[Value]]:
        """Give the responses that begin with a name, read, without it."""
        return [
            response.values[1:]
            for response in self.responses
            if response.text[: len(name)].upper() == name and response.text[len(name) : len(name) + 1] in b" ("
        ]

    def found(self) -> list[int]:
        """Give the numbers a SEARCH found: there may be very many."""
        return [
            number(word)
            for response in self.responses
            if response.text[:6].upper() == b"SEARCH"
            for word in response.text[6:].split()
        ]

    def expect(self, doing: str) -> Reply:
        """Return it if the command was done, else raise what the refusal means."""
        if self.ok:
            return self
        raise self.trouble(doing)

    def trouble(self, doing: str) -> ConnectorError:
        """Say what a refusal means for the daemon. The server's own words are shown, cut short."""
        code = self.code.partition(b" ")[0].upper()
        said = f"{doing}: the mail server said {_shown(self.text)!r}"
        if code in PASSING:
            return Transient(said)
        if code in {b"OVERQUOTA", b"NOPERM", b"READ-ONLY"}:
            return NoRoom(said)
        if code == b"CANNOT":
            return Refused(said)
        if code in {b"NONEXISTENT", b"TRYCREATE"}:
            return NeedsUser(said)
        return Refused(said) if self.status == b"BAD" else Transient(said)


class Connection:
    """A socket that speaks IMAP. Every call raises Lost where the connection breaks or nothing comes in time."""

    def __init__(self, place: Server, *, seconds: float) -> None:
        """Connect. ``seconds`` is how long nothing may come.

        Raises:
            NeedsUser: the certificate does not fit, or the server does not speak the configured security.
            Transient: the server cannot be reached.
        """
        self.broken = False
        self._seconds = seconds
        self._serial = 0
        self._waiting: deque[bytes] = deque()
        self._place = f"{place.host}:{place.port}"
        try:
            self._socket = socket.create_connection((place.host, place.port), timeout=seconds)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise Transient(f"{self._place} cannot be reached: {_reason(error)}") from error
        try:
            if place.security == "tls":
                self._encrypt(place)
            self._listen()
            self._stream.begin()
            self._greet(self._response().text)
            if place.security == "starttls":
                self._start_tls(place)
        except BaseException:
            self.close()
            raise

    def _greet(self, greeting: bytes) -> None:
        """Take the first line. Raises Transient where the server turns us away."""
        if greeting[2:6].upper() == b"BYE ":
            raise Transient(f"{self._place} takes no connection now: {_shown(greeting[6:].decode('ascii', 'replace'))}")
        if greeting[:2] != b"* ":
            raise NeedsUser(f"{self._place} does not speak IMAP: correct host or port")

    def _encrypt(self, place: Server) -> None:
        """Wrap the socket in TLS."""
        context = ssl.create_default_context()
        try:
            if place.ca_bundle is not None:
                context.load_verify_locations(place.ca_bundle)
        except OSError as error:
            raise NeedsUser(f"ca_bundle {place.ca_bundle} cannot be used: {_reason(error)}") from error
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=place.host)
        except ssl.SSLCertVerificationError as error:
            raise NeedsUser(
                f"the certificate of {self._place} is not trusted ({error.verify_message}): correct the host name, or"
                " name the authority's file with ca_bundle"
            ) from error
        except ssl.SSLError as error:
            raise NeedsUser(
                f"{self._place} does not speak TLS as configured ({error.reason}): correct port or security"
            ) from error
        except OSError as error:
            raise Transient(f"{self._place} broke off the encryption: {_reason(error)}") from error

    def _start_tls(self, place: Server) -> None:
        """Turn encryption on after the greeting (RFC 3501, 6.2.1); nothing read before it counts."""
        reply = self.run(b"STARTTLS")
        if not reply.ok:
            raise NeedsUser(f"{self._place} offers no STARTTLS: correct port or security")
        self._encrypt(place)
        self._listen()

    def _listen(self) -> None:
        """Begin to read the socket as it is now."""
        self._stream = Stream(self._socket, seconds=self._seconds)

    def close(self) -> None:
        """Drop the connection, whatever it is doing."""
        self.broken = True
        self._socket.close()

    @property
    def is_waiting(self) -> bool:
        """Whether answers to commands are still to come."""
        return bool(self._waiting)

    def run(self, *words: bytes) -> Reply:
        """Send a command and wait for its answer."""
        self.send(words)
        return self.collect()

    def send(self, *commands: tuple[bytes, ...]) -> None:
        """Send commands together; each answer is collected in this order."""
        lines = []
        for words in commands:
            self._serial += 1
            tag = b"P%d" % self._serial
            self._waiting.append(tag)
            lines.append(b" ".join((tag, *words)) + b"\r\n")
        self._write(b"".join(lines))

    def collect(self, take: Callable[[Response], None] | None = None, glance: Glance | None = None) -> Reply:
        """Read the answer to the oldest command; ``take`` is given what comes with it, as it comes.

        ``glance`` may read first, from the bytes as they lie there, what it knows at a glance.
        """
        self._stream.begin()
        tag = self._waiting.popleft()
        reply = Reply()
        take = take or reply.responses.append
        while True:
            if glance is not None:
                self._skim(glance)
            text, literals = self._response()
            if text.startswith(b"* "):
                if text[2:6].upper() == b"BYE ":
                    self.broken = True
                take(Response(text[2:], literals))
            elif text.startswith(tag + b" "):
                return self._finished(reply, text[len(tag) + 1 :])

    def _skim(self, glance: Glance) -> None:
        """Read as long as a glance is enough."""
        stream = self._stream
        try:
            while (end := glance(stream.data, stream.at)) is not None:
                if end > stream.at:
                    stream.at = end
                elif not stream.receive():
                    return
        except OSError as error:
            raise self._lost(_reason(error)) from error

    def _finished(self, reply: Reply, said: bytes) -> Reply:
        """Complete an answer with its last line."""
        status = STATUS.fullmatch(said)
        if status is None:
            raise self._lost("it does not speak IMAP")
        reply.status, reply.code = status[1].upper(), status[2] or b""
        reply.text = (status[3] or b"").decode("utf-8", "replace")
        return reply

    def append(self, words: tuple[bytes, ...], raw: bytes) -> Reply:
        """Send a command that ends in a literal.

        Raises:
            Lost: before the literal was sent: nothing was done.
            UnknownOutcome: after that.
        """
        reply = self._begin((*words, b"{%d}" % len(raw)))
        if reply is not None:
            return reply
        try:
            self._write(raw + b"\r\n")
            return self.collect()
        except Lost as error:
            raise UnknownOutcome(f"{error}; it is looked for before anything is tried again") from error

    def answer(self, words: tuple[bytes, ...], first: bytes, second: bytes = b"") -> Reply:
        """Send a command whose server asks for one or two lines more (AUTHENTICATE)."""
        reply = self._begin(words)
        if reply is not None:
            return reply
        self._write(first + b"\r\n")
        tag = self._waiting[0]
        while True:
            response = self._response()
            if response.text.startswith(b"+"):
                self._write(second + b"\r\n")
            elif response.text.startswith(tag + b" "):
                self._waiting.popleft()
                return self._finished(Reply(), response.text.partition(b" ")[2])

    def _begin(self, words: tuple[bytes, ...]) -> Reply | None:
        """Send the first line of a command and wait until more is asked for; its answer if it is refused."""
        self.send(words)
        self._stream.begin()
        tag = self._waiting[0]
        while True:
            response = self._response()
            if response.text.startswith(b"+"):
                return None
            word, _, rest = response.text.partition(b" ")
            if word == tag:
                self._waiting.popleft()
                return self._finished(Reply(), rest)

    def _write(self, data: bytes) -> None:
        """Send bytes."""
        if self.broken:
            raise self._lost("the connection was closed")
        try:
            self._socket.settimeout(self._seconds)
            self._socket.sendall(data)
        except OSError as error:
            raise self._lost(_reason(error)) from error

    def _response(self) -> Response:
        """Read one response, with its literals."""
        chunks: list[bytes] = []
        literals: list[bytes] = []
        try:
            line = self._stream.line(LINE_LIMIT)
            while line.endswith(b"}\r\n") and (found := LITERAL.search(line)):
                size = int(found[1])
                if size > LITERAL_LIMIT:
                    raise self._lost("it sent more than was asked for")
                literal = self._stream.exactly(size)
                if len(literal) < size:
                    raise self._lost("it closed the connection")
                chunks.append(line)
                literals.append(literal)
                line = self._stream.line(LINE_LIMIT)
        except OSError as error:
            raise self._lost(_reason(error)) from error
        if not line.endswith(b"\r\n"):
            raise self._lost("it closed the connection" if len(line) < LINE_LIMIT else "it sent a line without end")
        chunks.append(line[:-2])
        return Response(b"".join(chunks) if literals else chunks[0], literals)

    def _lost(self, why: str) -> Lost:
        """Close the connection and make the error that says so."""
        self.close()
        return Lost(f"the connection to {self._place} was lost: {why}")


def _reason(error: Exception) -> str:
    """Say in a few words what went wrong."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _shown(text: str) -> str:
    """Cut a server's words down to one harmless line."""
    return "".join(char if char.isprintable() else " " for char in text)[:160]
