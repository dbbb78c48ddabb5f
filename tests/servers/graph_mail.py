"""A mailbox of Exchange Online as Graph shows it, in memory."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.servers.graph_mime import IN_REPLY_TO, REFERENCES, message_of, raw_of, stamp, unique
from tests.servers.graph_twin import Query, Refusal, Store, check_etag, only, paged

NAMES = {
    "inbox": "Bandeja de entrada",
    "sentitems": "Elementos enviados",
    "drafts": "Borradores",
    "deleteditems": "Elementos eliminados",
    "archive": "Archivo",
    "junkemail": "Correo no deseado",
}
WRITABLE = {"subject", "body", "toRecipients", "ccRecipients", "internetMessageId", "isRead", "categories"}
LINK = "https://graph.example/v1.0/me"
"""Links name a server one does not reach: only what stands after their question mark is of use."""
PROPERTY = re.compile(
    r"singleValueExtendedProperties/any\(ep: ep/id eq '((?:[^']|'')*)' and ep/value eq '((?:[^']|'')*)'\)"
)


class MailTwin(Store):
    """Folders, messages, and what has happened to them."""

    def __init__(self, owner: str) -> None:
        super().__init__()
        self.owner = owner
        self.folders = {name: f"AQMk{number:04d}folder" for number, name in enumerate(NAMES)}
        self.shown = dict(NAMES)
        self.inner: dict[str, str] = {}
        """Folders within others, by name."""
        self.messages: dict[str, dict[str, Any]] = {}
        self.repeats = 1
        """How many times each item is told."""
        self.ignores_marks = False
        """Whether createReply passes over what it is not known to take."""
        self.now = datetime(2026, 3, 12, 10, tzinfo=UTC)
        self._gone: dict[tuple[str, str], tuple[int, str]] = {}

    # What happens to the mailbox from elsewhere.

    def add_folder(self, name: str, *, inside: str = "") -> None:
        """Make a folder of its user's own."""
        self.folders[name] = f"AQMk{len(self.folders):04d}own"
        self.shown[name] = name
        if inside:
            self.inner[name] = inside

    def deliver(self, raw: bytes, folder: str, *, received: datetime | None = None) -> str:
        """Put a message into a folder."""
        said = message_of(raw)
        reply = said["_properties"].get(IN_REPLY_TO, "")
        answered = next((one for one in self.messages.values() if one["internetMessageId"] == reply), None)
        one = self.new_id("mail")
        conversation = answered["conversationId"] if answered else f"AAQk{one[-12:]}"
        when = received or max(self.now, datetime.fromisoformat(said["sentDateTime"]))
        self._write(
            one,
            {
                **said,
                "id": one,
                "conversationId": conversation,
                "receivedDateTime": stamp(when),
                "isDraft": folder == "drafts",
                "isRead": False,
                "categories": [],
                "_folder": folder,
            },
        )
        return one

    def touch(self, one: str, **said: Any) -> None:
        """Change a message, whoever does it."""
        self._write(one, {**self.messages[one], **said})

    def move(self, one: str, folder: str) -> None:
        """Move a message; its id stays."""
        before = self.messages[one]["_folder"]
        self._gone[before, one] = (self.number(), "changed")
        self._gone.pop((folder, one), None)
        self._write(one, {**self.messages[one], "_folder": folder})

    def remove(self, one: str) -> None:
        """Delete a message for good."""
        message = self.messages.pop(one)
        self._gone[message["_folder"], one] = (self.number(), "deleted")

    def send(self, one: str, message_id: str, when: datetime, text: str | None = None) -> None:
        """Send a draft as Outlook does: its id stays, its Message-ID does not, and it has no headers."""
        said = {"isDraft": False, "internetMessageId": f"<{message_id}>", "sentDateTime": stamp(when), "_headers": []}
        self.touch(one, **said, receivedDateTime=stamp(when), **({} if text is None else {"_text": text}))
        self.move(one, "sentitems")

    def held(self, *folders: str) -> list[dict[str, Any]]:
        """Give the messages in some folders."""
        return [one for one in self.messages.values() if one["_folder"] in folders]

    def raw_drafts(self) -> list[tuple[str, bytes]]:
        """Give id and raw text of every draft."""
        return [(one["id"], raw_of(one)) for one in self.held("drafts")]

    # What is asked.

    def answer(  # noqa: C901, PLR0911, PLR0912 - one case for each method
        self, verb: str, path: list[str], query: Query, headers: dict[str, str], body: Any
    ) -> dict[str, Any] | None:
        """Serve a request below the mailbox."""
        is_text = 'outlook.body-content-type="text"' in headers.get("prefer", "")
        match [verb, *path]:
            case ["GET", "mailFolders"]:
                return paged([self._folder(name) for name in self.folders if name not in self.inner], query, LINK)
            case ["GET", "mailFolders", folder, "childFolders"]:
                inside = self._name(folder)
                return paged([self._folder(name) for name, above in self.inner.items() if above == inside], query, LINK)
            case ["GET", "mailFolders", folder]:
                return only(self._folder(self._name(folder)), query)
            case ["GET", "mailFolders", folder, "messages", "delta"]:
                size = re.search(r"odata.maxpagesize=(\d+)", headers.get("prefer", ""))
                return self._delta(self._name(folder), query, int(size[1]) if size else 10)
            case ["GET", "mailFolders", folder, "messages"]:
                return self._list(self.held(self._name(folder)), query, is_text=is_text)
            case ["GET", "messages"]:
                return self._list(list(self.messages.values()), query, is_text=is_text)
            case ["POST", "messages"]:
                return self._shown(self._create(body), {}, is_text=is_text)
            case [_, "messages", one, *_] if one not in self.messages:
                raise Refusal(404, "ErrorItemNotFound")
            case ["GET", "messages", one]:
                return self._shown(self.messages[one], query, is_text=is_text, is_single=True)
            case ["GET", "messages", one, "attachments"]:
                return {"value": [only(item, query) for item in self.messages[one]["_attachments"]]}
            case ["POST", "messages", one, "createReply" | "createReplyAll" as how]:
                return self._shown(self._reply(self.messages[one], how, body), {}, is_text=is_text)
            case ["PATCH", "messages", one]:
                check_etag(headers.get("if-match", ""), self.messages[one])
                return self._shown(self._update(one, body), {}, is_text=is_text)
            case ["DELETE", "messages", one]:
                check_etag(headers.get("if-match", ""), self.messages[one])
                self.remove(one)
                return None
        raise AssertionError(path)

    def _write(self, one: str, message: dict[str, Any]) -> dict[str, Any]:
        number = self.number()
        self.messages[one] = {
            **message,
            "@odata.etag": f'W/"CQAAABYAAA{number}"',
            "changeKey": f"CQAAABYAAA{number}",
            "parentFolderId": self.folders[message["_folder"]],
            "lastModifiedDateTime": stamp(self.now),
            "_number": number,
        }
        return self.messages[one]

    def _name(self, folder: str) -> str:
        for name, one in self.folders.items():
            if folder in {name, one}:
                return name
        raise Refusal(404, "ErrorItemNotFound")

    def _folder(self, name: str) -> dict[str, Any]:
        return {
            "id": self.folders[name],
            "displayName": self.shown[name],
            "childFolderCount": sum(above == name for above in self.inner.values()),
            "totalItemCount": len(self.held(name)),
        }

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        one = self.new_id("draft")
        self._write(
            one,
            {
                "id": one,
                "conversationId": f"AAQk{one[-12:]}",
                "subject": "",
                "from": self._owner(),
                "sender": self._owner(),
                "toRecipients": [],
                "ccRecipients": [],
                "internetMessageId": f"<{one[-12:].strip('=')}@twin.example>",
                "sentDateTime": stamp(self.now),
                "receivedDateTime": stamp(self.now),
                "hasAttachments": False,
                "isDraft": True,
                "isRead": True,
                "categories": [],
                "_headers": [],
                "_text": "",
                "_attachments": [],
                "_properties": {},
                "_folder": "drafts",
            },
        )
        return self._update(one, body, is_new=True)

    def _reply(self, answered: dict[str, Any], how: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make an answer as Graph does: to the sender, be it oneself; what is answered is below it, and read."""
        message = dict(body.get("message") or {})
        if "comment" in body and "body" in message:
            raise Refusal(400, "ErrorInvalidRequest")
        if self.ignores_marks:
            for name in ("singleValueExtendedProperties", "internetMessageHeaders"):
                message.pop(name, None)
        draft = self._create({})
        people = [answered["from"], *(answered["toRecipients"] if how == "createReplyAll" else [])]
        references = " ".join(filter(None, [answered["_properties"].get(REFERENCES), answered["internetMessageId"]]))
        self.touch(
            draft["id"],
            subject=f"RE: {answered['subject']}",
            conversationId=answered["conversationId"],
            toRecipients=[one for one in people if one],
            _text=f"{body.get('comment', '')}\r\n\r\n________________\r\n{answered['_text']}",
            _properties={IN_REPLY_TO: answered["internetMessageId"], REFERENCES: references},
        )
        self.touch(answered["id"], isRead=True)
        return self._update(draft["id"], message, is_new=True)

    def _update(self, one: str, body: dict[str, Any], *, is_new: bool = False) -> dict[str, Any]:
        there = self.messages[one]
        said = dict(body)
        properties = {item["id"]: item["value"] for item in said.pop("singleValueExtendedProperties", ())}
        headers = said.pop("internetMessageHeaders", [])
        if headers and not (is_new and all(header["name"].lower().startswith("x-") for header in headers)):
            raise Refusal(400, "InvalidInternetMessageHeader")
        if not said.keys() <= WRITABLE or (not there["isDraft"] and not said.keys() <= {"isRead", "categories"}):
            raise Refusal(400, "ErrorInvalidPropertyUpdateSentMessage")
        text = said.pop("body", {}).get("content")
        changed = {**there, **said, "_properties": {**there["_properties"], **properties}}
        changed["_headers"] = [*there["_headers"], *headers]
        if text is not None:
            changed["_text"] = text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"
        return self._write(one, changed)

    def _owner(self) -> dict[str, Any]:
        return {"emailAddress": {"name": "Ana Ruiz", "address": self.owner}}

    def _shown(
        self, message: dict[str, Any], query: Query, *, is_text: bool, is_single: bool = False
    ) -> dict[str, Any]:
        """Tell a message as far as it was asked for."""
        item = dict(message)
        kind, text = ("text", message["_text"]) if is_text else ("html", f"<p>{message['_text']}</p>")
        item["body"] = {"contentType": kind, "content": text}
        select = query.get("$select", "")
        if is_single and "uniqueBody" in select:
            item["uniqueBody"] = {"contentType": kind, "content": unique(text)}
        if "internetMessageHeaders" in select and message["_headers"] and message["_folder"] != "sentitems":
            item["internetMessageHeaders"] = message["_headers"]
        wanted = set(re.findall(r"id eq '((?:[^']|'')*)'", query.get("$expand", "")))
        found = [{"id": name, "value": value} for name, value in message["_properties"].items() if name in wanted]
        shown = only(item, query)
        return {**shown, "singleValueExtendedProperties": found} if found else shown

    def _list(self, messages: list[dict[str, Any]], query: Query, *, is_text: bool) -> dict[str, Any]:
        if wanted := query.get("$filter", ""):
            messages = [one for one in messages if self._fits(one, wanted)]
        return paged([self._shown(one, query, is_text=is_text) for one in messages], query, f"{LINK}/messages")

    def _fits(self, message: dict[str, Any], wanted: str) -> bool:
        if found := re.fullmatch(r"receivedDateTime ge (\S+)", wanted):
            return str(message["receivedDateTime"]) >= found[1]
        if found := re.fullmatch(r"internetMessageId eq '((?:[^']|'')*)'", wanted):
            return bool(message["internetMessageId"] == found[1].replace("''", "'"))
        if found := PROPERTY.fullmatch(wanted):
            return bool(message["_properties"].get(found[1].replace("''", "'")) == found[2].replace("''", "'"))
        raise Refusal(400, "ErrorInvalidUrlQueryFilter")

    def _delta(self, folder: str, query: Query, size: int) -> dict[str, Any]:
        """Give a page of a round."""
        link = f"{LINK}/mailFolders('{self.folders[folder]}')/messages/delta"
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token:
            facts = {"after": 0, **self.facts(token)}
            facts["after"] = max(facts["after"], facts["since"])
        else:
            facts = {"since": 0, "after": 0, "select": query.get("$select", ""), "filter": query.get("$filter", "")}
        if self.begins_empty and "$skiptoken" not in query:
            start = self.place(**{**facts, "after": facts["since"]})
            return {"value": [], "@odata.nextLink": f"{link}?$skiptoken={start}"}
        happened: list[tuple[int, dict[str, Any]]] = [
            (one["_number"], only(one, {"$select": facts["select"]}))
            for one in self.held(folder)
            if one["_number"] > facts["after"] and (not facts["filter"] or self._fits(one, facts["filter"]))
        ]
        if facts["since"]:
            happened += [
                (number, {"id": one, "@removed": {"reason": reason}})
                for (where, one), (number, reason) in self._gone.items()
                if where == folder and number > facts["after"]
            ]
        happened.sort(key=lambda item: item[0])
        page, rest = happened[:size], happened[size:]
        value = [item for _, item in page for _ in range(self.repeats)]
        if rest:
            following = self.place(**{**facts, "after": page[-1][0]})
            return {"value": value, "@odata.nextLink": f"{link}?$skiptoken={following}"}
        reached = max([number for number, _ in page] + [facts["after"], 1])
        ended = self.place(since=reached, select=facts["select"], filter=facts["filter"])
        return {"value": value, "@odata.deltaLink": f"{link}?$deltatoken={ended}"}
