"""Requests to a CalDAV server, and what its answers mean.

Plain HTTP rather than the ``caldav`` library: a create must never be repeated by a library, every answer has a limit
in time and size, and what an error means stands in its body (RFC 4918, 16), not in its status, which servers choose
differently.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import httpx

from connectors.errors import ConnectorError, NeedsUser, NoRoom, Refused, SignInNeeded, Transient, UnknownOutcome
from connectors.web.attempts import retry_after
from connectors.web.trust import is_distrust, trust

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
SECONDS = 60.0
TOTAL_SECONDS = 600.0
"""For one whole answer, however steadily it drips."""
ANSWER_LIMIT = 128 * 1024 * 1024
REDIRECTS = 5
METHODS = frozenset({"PROPFIND", "REPORT", "GET", "PUT", "DELETE"})
"""All this connector ever does."""
PREFIXES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    def says(self, name: str) -> bool:
        """Whether an error names this condition, such as ``{DAV:}valid-sync-token``, whatever its status."""
        if self.ok or b"<" not in self.body[:1000]:
            return False
        try:
            return parse(self.body).find(f".//{name}") is not None
        except Transient:
            return False

    def responses(self) -> list[Response]:
        """Read a multistatus (RFC 4918, 13). Raises Transient for what is none."""
        return [
            Response(urljoin(self.url, (element.findtext(f"{DAV}href") or "").strip()), element)
            for element in parse(self.body).findall(f"{DAV}response")
        ]

    def expect(self, doing: str) -> Answer:
        """Return it if it was done, else raise what the refusal means."""
        if self.ok:
            return self
        raise self.trouble(doing)

    def trouble(self, doing: str) -> ConnectorError:
        """Say what a refusal means for the daemon."""
        said = f"{doing}: {urlsplit(self.url).hostname} answered {self.status}"
        match self.status:
            case 401:
                return SignInNeeded(f"{said}: correct user or credential")
            case 404 | 410:
                return NeedsUser(f"{said}, it is not there (any more): {self.url}")
            case 507:
                return NoRoom(f"{said}: there is no room")
            case 403 | 405 | 409 | 412 | 413 | 415:
                return Refused(said)
            case _:
                return Transient(said, retry_after=retry_after(self.headers))


@dataclass(frozen=True, slots=True)
class Response:
    """What a multistatus says of one resource."""

    url: str
    element: ET.Element

    @property
    def is_gone(self) -> bool:
        """Whether it is not there any more."""
        return " 404" in (self.element.findtext(f"{DAV}status") or "")

    def prop(self, name: str) -> ET.Element | None:
        """Find a property that was found."""
        for found in self.element.findall(f"{DAV}propstat"):
            if " 200" in (found.findtext(f"{DAV}status") or " 200"):
                element = found.find(f"{DAV}prop/{name}")
                if element is not None:
                    return element
        return None

    def text(self, name: str) -> str:
        """Read a property; empty where it is not there."""
        element = self.prop(name)
        return (element.text or "").strip() if element is not None else ""


class Client:
    """One account on one server."""

    def __init__(
        self,
        url: str,
        *,
        user: str,
        secret: Callable[[], str],
        ca_bundle: Path | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """Remember where and who; nothing is opened yet. ``seconds`` is how long the server may say nothing."""
        self.url = url if url.endswith("/") else f"{url}/"
        self._user = user
        self._secret = secret
        self._ca_bundle = ca_bundle
        self._seconds = seconds
        self._auth: httpx.Auth | None = None
        self._http: httpx.Client | None = None

    def close(self) -> None:
        """Drop the connections."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def propfind(self, url: str, props: str, *, depth: int = 0) -> Answer:
        """Ask for properties, given as XML with the prefixes d, c and s."""
        return self.ask("PROPFIND", url, f"<d:propfind {PREFIXES}><d:prop>{props}</d:prop></d:propfind>", depth=depth)

    def report(self, url: str, body: str) -> Answer:
        """Ask for a report, its opening tag without the namespace declarations."""
        at = re.search(r"[ >/]", body[1:])
        opening = at.start() + 1 if at else len(body)
        return self.ask("REPORT", url, f"{body[:opening]} {PREFIXES}{body[opening:]}", depth=1)

    def ask(self, method: str, url: str, body: str, *, depth: int) -> Answer:
        """Send an XML request that changes nothing, following redirects on the same host."""
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": str(depth)}
        content = f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
        for _ in range(REDIRECTS):
            answer = self.send(method, url, content=content, headers=headers)
            if answer.status not in {301, 302, 307, 308}:
                return answer
            target = urljoin(url, answer.headers.get("location", ""))
            old, new = urlsplit(url), urlsplit(target)
            if new.hostname != old.hostname or (old.scheme == "https" and new.scheme != "https"):
                raise NeedsUser(f"{url} leads to another server: if it is yours, set url to {target}")
            url = target
        raise NeedsUser(f"{url} leads round in circles: correct url")

    def send(
        self, method: str, url: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request, once.

        Raises:
            Transient: the server could not be reached, or a question had no answer.
            UnknownOutcome: a change was sent and had no answer.
            NeedsUser: the certificate is not trusted, or the secret is missing.
        """
        if method not in METHODS:
            raise ValueError(f"{method} is not for this connector")
        changes = method in {"PUT", "DELETE"}
        try:
            return self._exchange(method, url, content, dict(headers or {}))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            if is_distrust(error):
                raise NeedsUser(
                    f"the certificate of {urlsplit(url).netloc} is not trusted: correct url, or name the authority's"
                    " file with ca_bundle"
                ) from error
            raise Transient(f"{urlsplit(url).netloc} cannot be reached") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NeedsUser(f"{url} is no address of a calendar server: correct url") from error
        except httpx.HTTPError as error:
            text = f"{urlsplit(url).netloc} did not answer ({type(error).__name__})"
            raise (UnknownOutcome(text) if changes else Transient(text)) from error

    def _exchange(self, method: str, url: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        """Send a request; once more where the server wants the password in another form."""
        if self._http is None:
            self._http = httpx.Client(verify=trust(self._ca_bundle), timeout=self._seconds, follow_redirects=False)
        if self._auth is None:
            self._auth = httpx.BasicAuth(self._user, self._secret())
        answer = self._stream(method, url, content, headers)
        wanted = answer.headers.get("www-authenticate", "").lower()
        if answer.status == 401 and "digest" in wanted and isinstance(self._auth, httpx.BasicAuth):
            self._auth = httpx.DigestAuth(self._user, self._secret())
            answer = self._stream(method, url, content, headers)
        if answer.status == 401:
            self._auth = None
        return answer

    def _stream(self, method: str, url: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        """Send a request and read its answer, as far as the limit."""
        assert self._http is not None and self._auth is not None  # noqa: S101, PT018 - opened above
        with self._http.stream(method, url, content=content, headers=headers, auth=self._auth) as response:
            body = bytearray()
            deadline = time.monotonic() + TOTAL_SECONDS
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > ANSWER_LIMIT or time.monotonic() > deadline:
                    raise httpx.ReadError("too long an answer")
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url=url, status=response.status_code, headers=found, body=bytes(body))


def parse(body: bytes) -> ET.Element:
    """Read XML without document types, which could fill memory. Raises Transient for what is none."""
    if b"<!DOCTYPE" in body[:2000] or b"<!ENTITY" in body:
        raise Transient("the calendar server answered with XML that is not read")
    try:
        return ET.fromstring(body)  # noqa: S314 - no document types, so no entities
    except ET.ParseError as error:
        raise Transient("the calendar server answered with something that is no XML") from error
