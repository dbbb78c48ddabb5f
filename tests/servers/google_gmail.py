"""Gmail, by the emulator, with what it lacks added here."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.google_mime import payload_of
from tests.servers.google_twin import Refusal
from tests.servers.google_users import User, decoded

Query = dict[str, list[str]]


def answer(user: User, verb: str, path: str, query: Query, body: Any) -> dict[str, Any] | None:
    """Serve a request below ``gmail/v1/users/me/``. Raises Refusal."""
    asked = {name: values for name, values in query.items() if name not in {"alt", "fields"}}
    kind, *rest = path.split("/")
    match [verb, kind]:
        case ["GET", "profile"]:
            return _profile(user)
        case ["GET", "history"]:
            return _history(user, asked)
        case ["GET", "messages"]:
            return _message(user, rest[0], asked) if rest else _search(user, asked)
        case [_, "drafts"]:
            return _draft(user, verb, rest, asked, body)
    return _ask(user, verb, path, asked, body)


def _ask(user: User, verb: str, path: str, query: Query | None = None, body: Any = None) -> dict[str, Any] | None:
    """Ask the emulator. Raises Refusal for what it refuses."""
    said = user.ask(verb, path, query=query, body=body)
    if said.status_code >= 300:
        raise Refusal(said.status_code, said.json()["error"]["errors"][0]["reason"])
    found: dict[str, Any] | None = said.json() if said.content else None
    return found


def _profile(user: User) -> dict[str, Any]:
    total = (_ask(user, "GET", "messages", {"maxResults": ["1"]}) or {})["resultSizeEstimate"]
    history = (_ask(user, "GET", "history", {"startHistoryId": ["0"]}) or {})["historyId"]
    return {"emailAddress": user.address, "messagesTotal": total, "historyId": history}


def _history(user: User, query: Query) -> dict[str, Any] | None:
    [start] = query["startHistoryId"]
    if not start.isdigit():
        raise Refusal(400, "invalidArgument")
    if int(start) < user.oldest_history:
        raise Refusal(404, "notFound")
    return _ask(user, "GET", "history", query)


def _search(user: User, query: Query) -> dict[str, Any] | None:
    """Search as Gmail does: the emulator takes ``-in:`` for a word, and never finds a Message-ID."""
    wanted = query.get("q", [""])[0]
    if found := re.fullmatch(r"rfc822msgid:(\S+)", wanted):
        inside = f"<{found[1]}>".encode()
        hits = [one for one in user.all_messages() if inside in one["bytes"].partition(b"\r\n\r\n")[0]]
        return {"messages": [{"id": one["id"], "threadId": one["threadId"]} for one in hits]}
    assert not re.search(r"-in:(?!drafts|chats)", wanted), wanted
    said = _ask(user, "GET", "messages", {**query, "q": [re.sub(r"\s*-in:\w+", "", wanted)]}) or {}
    if "-in:drafts" in wanted:
        drafts = _ask(user, "GET", "messages", {"labelIds": ["DRAFT"], "maxResults": ["500"]}) or {}
        hidden = {one["id"] for one in drafts["messages"]}
        said["messages"] = [one for one in said["messages"] if one["id"] not in hidden]
    return said


def _message(user: User, message: str, query: Query) -> dict[str, Any]:
    return _taken_apart(user, _ask(user, "GET", f"messages/{message}", {"format": ["raw"]}) or {}, query)


def _draft(user: User, verb: str, rest: list[str], query: Query, body: Any) -> dict[str, Any] | None:
    """Serve what is about drafts, which keep their ids when they are edited."""
    if rest:
        real = next((real for real, shown in user.drafts_shown_as.items() if shown == rest[0]), rest[0])
        if verb == "GET":
            said = _ask(user, "GET", f"drafts/{real}", {"format": ["raw"]}) or {}
            return {"id": rest[0], "message": _taken_apart(user, said["message"], query)}
        return _ask(user, verb, f"drafts/{real}", query, body)
    if verb == "POST":
        if thread := body["message"].get("threadId"):
            _ask(user, "GET", f"threads/{thread}")
        return _ask(user, verb, "drafts", query, body)
    said = _ask(user, "GET", "drafts", query) or {}
    for one in said["drafts"]:
        one["id"] = user.drafts_shown_as.get(one["id"], one["id"])
    return said


def _taken_apart(user: User, message: dict[str, Any], query: Query) -> dict[str, Any]:
    """Take a raw message apart as Gmail does; the emulator forgets most headers."""
    form = query.get("format", ["full"])[0]
    if form == "raw":
        return user.describes(message)
    raw = decoded(message.pop("raw"))
    payload = {} if form == "minimal" else {"payload": payload_of(raw, bodies=form == "full")}
    return user.describes({**message, **payload})
