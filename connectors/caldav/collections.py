"""The calendars of an account: found from the server's address, and chosen (RFC 6764, RFC 4791, 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from connectors.caldav.client import CAL, DAV, Client, Response
from connectors.errors import NeedsUser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.caldav.client import Answer

PROPS = (
    "<d:resourcetype/><d:displayname/><d:sync-token/><s:getctag/><c:supported-calendar-component-set/>"
    "<d:current-user-privilege-set/>"
)
TAG = "{http://calendarserver.org/ns/}getctag"
WRITING = frozenset({f"{DAV}write", f"{DAV}all", f"{DAV}write-content", f"{DAV}bind"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A calendar."""

    url: str
    name: str
    takes: frozenset[str]
    """``VEVENT``, ``VTODO``; a server that does not say takes both."""
    token: str
    """Its sync-token, else its ctag: changes when anything in it does; empty where the server has neither."""
    can_sync: bool
    is_writable: bool


def find_all(client: Client) -> list[Collection]:
    """Find the account's calendars.

    Raises:
        NeedsUser: there is no CalDAV at that address.
    """
    here = client.propfind(client.url, f"<d:current-user-principal/>{PROPS}")
    if here.ok and (own := [one for one in here.responses() if _is_calendar(one)]):
        return [_collection(one) for one in own[:1]]
    principal = _href(here, f"{DAV}current-user-principal")
    if not principal and here.status != 401:
        known = client.propfind(urljoin(client.url, "/.well-known/caldav"), "<d:current-user-principal/>")
        principal = _href(known, f"{DAV}current-user-principal")
        here = known if known.ok else here
    here.expect("the calendar server cannot be read")
    if not principal:
        raise NeedsUser(f"there is no CalDAV at {client.url}: correct url")
    homes = client.propfind(principal, "<c:calendar-home-set/>").expect("the calendar server cannot be read")
    home = _href(homes, f"{CAL}calendar-home-set")
    if not home:
        raise NeedsUser(f"the user has no calendars at {client.url}")
    listed = client.propfind(home, PROPS, depth=1).expect("the calendars cannot be listed")
    return [_collection(one) for one in listed.responses() if _is_calendar(one)]


def read_from(found: Sequence[Collection], wanted: str) -> list[Collection]:
    """Choose the calendars meetings are read from: the configured one, or all that hold events.

    Raises:
        NeedsUser: there is none.
    """
    chosen = [_named(found, wanted)] if wanted else [one for one in found if "VEVENT" in one.takes]
    if not chosen:
        raise NeedsUser("the server has no calendar that holds events")
    return chosen


def written_to(found: Sequence[Collection], wanted: str) -> Collection:
    """Choose the calendar tasks are left in: the configured one, or the only one that takes tasks, else events.

    Raises:
        NeedsUser: there is none, or more than one.
    """
    if wanted:
        return _named(found, wanted)
    for component in ("VTODO", "VEVENT"):
        takers = [one for one in found if component in one.takes and one.is_writable]
        only = [one for one in takers if one.takes == {component}]
        for choice in (takers, only):
            if len(choice) == 1:
                return choice[0]
        if takers:
            names = ", ".join(sorted(one.name for one in takers))
            raise NeedsUser(f"several calendars take tasks ({names}): name one in the configuration (calendar:)")
    raise NeedsUser("the server has no calendar that this user may write")


def multiget(client: Client, calendar: str, urls: Sequence[str]) -> list[tuple[str, bytes | None]]:
    """Read entries by their addresses, together; None for one that is not there."""
    hrefs = "".join(f"<d:href>{escape(urlsplit(url).path)}</d:href>" for url in urls)
    answer = client.report(
        calendar, f"<c:calendar-multiget><d:prop><d:getetag/><c:calendar-data/></d:prop>{hrefs}</c:calendar-multiget>"
    ).expect("entries cannot be read")
    return [
        (one.url, None if one.is_gone or not (data := one.text(f"{CAL}calendar-data")) else data.encode())
        for one in answer.responses()
    ]


def _named(found: Sequence[Collection], wanted: str) -> Collection:
    """Find a calendar by its name or its address."""
    path = unquote(urlsplit(wanted).path).rstrip("/")
    for one in found:
        if one.name == wanted or (path.startswith("/") and unquote(urlsplit(one.url).path).rstrip("/") == path):
            return one
    names = ", ".join(sorted(one.name for one in found))
    raise NeedsUser(f"there is no calendar {wanted!r} on the server, which has: {names}")


def _is_calendar(response: Response) -> bool:
    """Whether a resource is a calendar."""
    kind = response.prop(f"{DAV}resourcetype")
    return kind is not None and kind.find(f"{CAL}calendar") is not None


def _collection(response: Response) -> Collection:
    """Read what the server says of a calendar."""
    components = response.prop(f"{CAL}supported-calendar-component-set")
    takes = {one.get("name", "").upper() for one in components} if components is not None else set()
    privileges = response.prop(f"{DAV}current-user-privilege-set")
    granted = {item.tag for one in privileges for item in one} if privileges is not None else set(WRITING)
    path = urlsplit(response.url).path.rstrip("/").rpartition("/")[2]
    return Collection(
        url=response.url if response.url.endswith("/") else f"{response.url}/",
        name=response.text(f"{DAV}displayname") or unquote(path),
        takes=frozenset(takes or {"VEVENT", "VTODO"}),
        token=response.text(f"{DAV}sync-token") or response.text(TAG),
        can_sync=bool(response.text(f"{DAV}sync-token")),
        is_writable=bool(granted & WRITING),
    )


def _href(answer: Answer, name: str) -> str:
    """Read an address in a property; empty where it is not there."""
    if not answer.ok:
        return ""
    for response in answer.responses():
        element = response.prop(name)
        href = (element.findtext(f"{DAV}href") or "").strip() if element is not None else ""
        if href:
            return urljoin(answer.url, href)
    return ""
