"""What IMAP connectors say and understand, without a server or with one that says anything."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.errors import CursorExpired, NeedsUser, Refused, Transient
from connectors.imap import Imap, Server, SignIn, Wanted
from connectors.imap.folders import Listed, drafts, reading
from connectors.imap.grammar import date_time, decode_name, encode_name, holds, quoted, uid_set, values
from connectors.imap.place import Places
from connectors.imap.structure import PARTS_LIMIT, read
from connectors.protocols import Incoming
from tests.contract.letters import SINCE, a_draft
from tests.servers.scripted import ScriptedImap


@pytest.mark.parametrize(
    ("text", "literals", "expected"),
    [
        (b"STATUS (A B)", [], [b"STATUS", [b"A", b"B"]]),
        (b'LIST (\\HasNoChildren) "/" "a \\"b\\" c"', [], [b"LIST", [b"\\HasNoChildren"], b"/", b'a "b" c']),
        (b"1 FETCH (UID 5 BODY[1] {3}\r\n)", [b"a)b"], [b"1", b"FETCH", [b"UID", b"5", b"BODY[1]", b"a)b"]]),
        (b"BODY[HEADER.FIELDS (A B)]<0> NIL", [], [b"BODY[HEADER.FIELDS (A B)]<0>", None]),
        (b"((A) (B (C)))", [], [[[b"A"], [b"B", [b"C"]]]]),
        (b"", [], []),
        (b"(A", [], []),
        (b"A))", [], [b"A"]),
        (b"{3}\r\n", [], [b""]),
    ],
)
def test_responses_are_read(text: bytes, literals: list[bytes], expected: list[object]) -> None:
    found = values(text, literals)
    assert (found[0] if text.startswith(b"((") else found) == (expected[0] if text.startswith(b"((") else expected)


@given(st.binary(max_size=300), st.lists(st.binary(max_size=5), max_size=3))
@example(b"(" * 100_000, [])
@settings(deadline=None)
def test_no_response_breaks_the_reader(text: bytes, literals: list[bytes]) -> None:
    assert isinstance(values(text, literals), list)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
@example("Entwürfe")
@example("Envoyés & reçus")
@example("日本語/台北")
@example("&")
@example("💼")
def test_the_name_of_a_folder_survives(name: str) -> None:
    encoded = encode_name(name)
    assert encoded.isascii()
    assert decode_name(encoded.encode()) == name


@pytest.mark.parametrize(
    ("coded", "name"),
    [
        (b"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
        (b"Entw&APw-rfe", "Entwürfe"),
        (b"Tom &- Jerry", "Tom & Jerry"),
    ],
)
def test_names_are_coded_as_the_standard_has_it(coded: bytes, name: str) -> None:
    assert decode_name(coded) == name
    assert encode_name(name).encode() == coded


@pytest.mark.parametrize("raw", ["Envíos".encode(), b"&%%%-", b"&AP-", b"\xff\xfe"])
def test_a_name_that_is_not_coded_is_taken_as_it_is(raw: bytes) -> None:
    assert decode_name(raw) == raw.decode("utf-8", "surrogateescape")


@given(st.sets(st.integers(1, 500), max_size=50))
def test_sets_of_uids_name_exactly_those(uids: set[int]) -> None:
    named: set[int] = set()
    for part in filter(None, uid_set(uids).split(b",")):
        first, _, last = part.partition(b":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"17-Jul-1996 02:44:25 -0700", datetime(1996, 7, 17, 2, 44, 25, tzinfo=timezone(-timedelta(hours=7)))),
        (b" 7-Jul-1996 02:44:25 +0000", datetime(1996, 7, 7, 2, 44, 25, tzinfo=UTC)),
        (b"17-Foo-1996 02:44:25 -0700", None),
        (b"32-Jul-1996 02:44:25 -0700", None),
        (b"", None),
        (None, None),
    ],
)
def test_the_date_a_server_received_a_message_is_read(text: bytes | None, expected: datetime | None) -> None:
    assert date_time(text) == expected


@pytest.mark.parametrize("text", ["a\r\nb", "a\nLOGOUT", "ñ", "a\0"])
def test_what_would_break_a_command_is_not_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="quoted"):
        quoted(text)


@pytest.mark.parametrize(
    "structure", [None, [], [[]], [b"text"], [[b"text", b"plain"], b"mixed"], b"x", [None, None, None]]
)
def test_a_structure_that_makes_no_sense_is_not_used(structure: object) -> None:
    assert read(structure) is None  # type: ignore[arg-type]  # as a server may send it


def test_a_structure_of_endless_parts_is_not_used() -> None:
    leaf = [b"text", b"plain", None, None, None, b"7bit", b"1", b"1"]
    assert read([*([leaf] * (PARTS_LIMIT + 1)), b"mixed", [b"boundary", b"b"]]) is None
    nested: object = leaf
    for _ in range(100):
        nested = [nested, b"mixed", [b"boundary", b"b"]]
    assert read(nested) is None  # type: ignore[arg-type]  # as a server may send it


def test_what_a_server_says_of_a_part_cannot_break_out_of_its_header() -> None:
    part = read([b"text", b"plain", [b"name", b'a"\r\nBcc: x'], b"<id>\r\nX: y", None, b"7bit", b"1", b"1"])
    assert part is not None
    assert part.header.count(b"\r\n") == 3
    assert b"\nBcc" not in part.header


LISTED = [
    Listed("INBOX", frozenset(), "/"),
    Listed("Sent", frozenset({"\\sent"}), "/"),
    Listed("Enviados", frozenset(), "/"),
]


def test_a_special_use_wins_over_a_name() -> None:
    assert [folder.name for folder in reading(LISTED, Wanted())] == ["INBOX", "Sent"]


def test_all_folders_marked_as_sent_are_read() -> None:
    more = [*LISTED, Listed("Sent Items", frozenset({"\\sent"}), "/")]
    assert [folder.name for folder in reading(more, Wanted())] == ["INBOX", "Sent", "Sent Items"]


def test_between_two_folders_for_drafts_the_user_chooses() -> None:
    marked = [Listed(name, frozenset({"\\drafts"}), "/") for name in ("Drafts", "Borradores")]
    with pytest.raises(NeedsUser, match="Drafts and Borradores look like"):
        drafts(marked, Wanted())
    assert drafts(marked, Wanted(drafts=("Borradores",))).name == "Borradores"
    with pytest.raises(NeedsUser, match="no folder"):
        drafts([], Wanted())


@pytest.mark.parametrize(
    "name",
    [
        "Elementos enviados", "INBOX.Enviados", "Sent Items", "Elements enviats", "Itens Enviados",
        "INBOX/Éléments envoyés", "Posta inviata", "Gesendete Elemente", "[Gmail]/Enviados", "SENT",
    ],
)  # fmt: skip
def test_sent_mail_is_known_by_its_name_in_seven_languages(name: str) -> None:
    delimiter = "." if name.startswith("INBOX.") else "/"
    listed = [Listed("INBOX", frozenset(), delimiter), Listed(name, frozenset(), delimiter)]
    assert reading(listed, Wanted())[1].name == name


@pytest.mark.parametrize("name", ["Enviados/2019", "Proyectos/Enviados", "No enviados", "Archive/Sent"])
def test_a_folder_below_another_is_not_taken_for_the_sent_mail(name: str) -> None:
    with pytest.raises(NeedsUser):
        reading([Listed("INBOX", frozenset(), "/"), Listed(name, frozenset(), "/")], Wanted())


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "1",
        "{}",
        '{"v":2,"folders":{}}',
        '{"v":1,"folders":{"INBOX":[1]}}',
        '{"v":1,"folders":{"a":["1",2,3,4,5,[]]}}',
    ],
)
def test_a_cursor_nobody_wrote_has_expired(cursor: str) -> None:
    with pytest.raises(CursorExpired):
        Places.parse(cursor)


def test_a_new_folder_is_not_taken_for_one_that_was_renamed() -> None:
    known = Places.parse('{"v":1,"folders":{"INBOX":[1,50,9,0,0,[]],"Sent":[2,70,9,0,0,[]]}}')
    assert known.of("Enviados", {"INBOX": 1, "Enviados": 2}).following == 70
    assert known.of("Proyectos", {"INBOX": 1, "Sent": 2, "Proyectos": 2}).first
    assert known.of("INBOX", {"INBOX": 3, "Sent": 2}).first
    same = Places.parse('{"v":1,"folders":{"INBOX":[1,50,9,0,0,[]],"Sent":[1,70,9,0,0,[]]}}')
    assert same.of("Enviados", {"INBOX": 1, "Enviados": 1}).first


LIST = '* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n* LIST (\\Drafts) "/" Drafts\r\nTAG OK\r\n'
CAPABILITY = ("CAPABILITY", "* CAPABILITY IMAP4rev1 {more}\r\nTAG OK\r\n")
STATUS = ('STATUS "INBOX"', '* STATUS "INBOX" (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 1)\r\nTAG OK\r\n')
EMPTY = ("STATUS", "* STATUS Sent (UIDVALIDITY 1 UIDNEXT 1 MESSAGES 0)\r\nTAG OK\r\n")


def said(*rules: tuple[str, str], more: str = "") -> list[tuple[str, str]]:
    """A usual server, with some answers of its own."""
    return [*rules, (CAPABILITY[0], CAPABILITY[1].format(more=more)), ("LIST", LIST), STATUS, EMPTY]


def open_at(server: ScriptedImap, *, security: str = "none", seconds: float = 60) -> Imap:
    place = Server(host="127.0.0.1", port=server.port, security=security)
    return Imap(place, SignIn(user="ana", secret=lambda: "secret"), Wanted(), seconds=seconds)


def messages(rules: list[tuple[str, str]], *, seconds: float = 60) -> list[Incoming]:
    with ScriptedImap(rules) as server, closing(open_at(server, seconds=seconds)) as mailbox:
        return [message for batch in mailbox.read(None, since=SINCE) for message in batch.messages]


SEARCH = ("UID SEARCH", "* SEARCH 1\r\nTAG OK\r\n")
HEADER = "From: a@b.example\r\nSubject: Hola\r\n\r\n"


def fetch(structure: str, *, more: str = "", text: str = "Hola") -> tuple[str, str]:
    head = f"BODY[HEADER.FIELDS (X)] {{{len(HEADER)}}}\r\n{HEADER}"
    return (
        "UID FETCH 1 .*BODYSTRUCTURE",
        f'* 1 FETCH (UID 1 FLAGS () {more}BODYSTRUCTURE {structure} {head} BODY[1]<0> "{text}")\r\nTAG OK\r\n',
    )


PLAIN = '("TEXT" "PLAIN" ("CHARSET" "UTF-8") NIL NIL "7BIT" 4 1)'


def test_a_server_that_says_little_is_understood() -> None:
    [message] = messages(said(SEARCH, fetch(PLAIN)))
    assert message.parts is not None
    assert message.parts.plain == "Hola"
    assert message.received is None


@pytest.mark.parametrize("said_when_opened", ["* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 2] ok\r\n", ""])
def test_a_server_that_keeps_its_uids_to_itself_is_asked_for_them(said_when_opened: str) -> None:
    rules = said(
        ("STATUS", '* STATUS "INBOX" (MESSAGES 1)\r\nTAG OK\r\n'),
        ("EXAMINE", f"{said_when_opened}TAG OK\r\n"),
        SEARCH,
        fetch(PLAIN),
    )
    assert messages(rules)


def test_a_number_without_end_is_none() -> None:
    [message] = messages(said(("UID SEARCH", f"* SEARCH {'9' * 5000} 1 (MODSEQ 7)\r\nTAG OK\r\n"), fetch(PLAIN)))
    assert message.ref == "INBOX\t1\t1"


def test_gmail_s_thread_is_handed_on_and_its_label_is_the_mark() -> None:
    rules = said(
        SEARCH,
        fetch(PLAIN, more="X-GM-THRID 1278455344230334865 "),
        ("UID FETCH 1 \\(UID\\)", "* 1 FETCH (UID 1)\r\nTAG OK\r\n"),
        ("SELECT", "* OK [UIDVALIDITY 1] ok\r\nTAG OK\r\n"),
        more="X-GM-EXT-1",
    )
    with ScriptedImap(rules) as server, closing(open_at(server)) as mailbox:
        [message] = [message for batch in mailbox.read(None, since=SINCE) for message in batch.messages]
        assert message.thread_hint == "1278455344230334865"
        assert mailbox.mark_delayed(message.ref, message_id="x@y.example")
        assert 'UID STORE 1 +X-GM-LABELS ("Retrasados")' in server.commands


CURSOR = '{"v":1,"folders":{"INBOX":[1,10,3,40,0,[2,5,7]],"Sent":[9,1,0,1,0,[]]}}'
RESYNCED = [
    ("ENABLE QRESYNC", "* ENABLED QRESYNC CONDSTORE\r\nTAG OK\r\n"),
    ('STATUS "INBOX"', '* STATUS "INBOX" (UIDVALIDITY 1 UIDNEXT 12 MESSAGES 4 HIGHESTMODSEQ 44)\r\nTAG OK\r\n'),
    ('STATUS "Sent"', "* STATUS Sent (UIDVALIDITY 9 UIDNEXT 1 MESSAGES 0 HIGHESTMODSEQ 1)\r\nTAG OK\r\n"),
    ("UID SEARCH", "* SEARCH 10 11\r\nTAG OK\r\n"),
]
CHANGES = "* VANISHED (EARLIER) 1,6:7\r\n* 2 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (44))\r\n"


def looked_at(server: ScriptedImap) -> str:
    """The UIDs of which the structure was asked for."""
    return " ".join(command.split()[2] for command in server.commands if "BODYSTRUCTURE" in command)


def test_a_server_with_qresync_says_which_drafts_to_look_at_again() -> None:
    rules = said(("EXAMINE .*QRESYNC", f"{CHANGES}TAG OK\r\n"), *RESYNCED, more="ENABLE CONDSTORE QRESYNC")
    with ScriptedImap(rules) as server, closing(open_at(server)) as mailbox:
        [*_, last] = mailbox.read(CURSOR, since=SINCE)
        assert 'EXAMINE "INBOX" (QRESYNC (1 40 2,5,7,10:11))' in server.commands
        assert looked_at(server) == "5,7,10:11"
    assert Places.parse(last.cursor).folders["INBOX"].drafts == (2,)


@pytest.mark.parametrize(
    "more", ["ENABLE CONDSTORE QRESYNC", "ENABLE CONDSTORE", "CONDSTORE"], ids=["refused", "not there", "not enabled"]
)
def test_without_qresync_all_drafts_are_looked_at_again(more: str) -> None:
    rules = said(("EXAMINE .*QRESYNC", "TAG BAD what?\r\n"), *RESYNCED, more=more)
    with ScriptedImap(rules) as server, closing(open_at(server)) as mailbox:
        [*_, last] = mailbox.read(CURSOR, since=SINCE)
        assert looked_at(server) == "2,5,7,10:11"
    assert last.complete


@pytest.mark.parametrize(
    ("uids", "there"), [(b"1:3,7", [1, 2, 3, 7]), (b"9:5", [5, 6, 7, 8, 9]), (b"x", []), (None, [])]
)
def test_a_set_of_uids_is_read(uids: bytes | None, there: list[int]) -> None:
    assert [uid for uid in range(1, 12) if holds(uids, uid)] == there


def test_a_message_whose_structure_is_broken_is_fetched_as_a_whole() -> None:
    raw = f"{HEADER}Texto entero"
    whole = ("UID FETCH 1 .*BODY.PEEK..<0", f"* 1 FETCH (UID 1 BODY[]<0> {{{len(raw)}}}\r\n{raw})\r\nTAG OK\r\n")
    [message] = messages(said(SEARCH, fetch('((NIL) "mixed")'), whole))
    assert message.parts is not None
    assert message.parts.plain == "Texto entero"


def test_a_message_that_vanished_before_its_text_came_is_passed_over() -> None:
    gone = ("UID FETCH", "TAG NO [EXPUNGEISSUED] some are gone\r\n")
    html = '("TEXT" "HTML" ("CHARSET" "UTF-8") NIL NIL "7BIT" 99999 1)'
    assert messages(said(SEARCH, fetch(html, text="x" * 40_000), gone)) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (("UID SEARCH", "TAG NO [UNAVAILABLE] later\r\n"), Transient),
        (("UID SEARCH", "CLOSE"), Transient),
        (("UID SEARCH", "* SEARCH 1\r\nTAG"), Transient),
        (("UID SEARCH", "garbage without end" * 100), Transient),
        (("EXAMINE", "TAG NO [NONEXISTENT] gone\r\n"), NeedsUser),
        (("STATUS", "TAG NO no such mailbox\r\n"), NeedsUser),
        (("STATUS", "TAG NO [SERVERBUG] oops\r\n"), Transient),
        (("LIST", "TAG NO [INUSE] busy\r\n"), Transient),
        (("LIST", "TAG OK nothing\r\n"), NeedsUser),
        (("LOGIN", "* BYE too many connections\r\n"), Transient),
        (("LOGIN", "TAG NO [UNAVAILABLE] later\r\n"), Transient),
        (("LOGIN", "TAG NO Too many simultaneous connections\r\n"), Transient),
        (("CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK\r\n"), NeedsUser),
        (("UID FETCH", "* 1 FETCH (UID 1 BODY[] {999999999}\r\n"), Transient),
        (("UID FETCH", "TAG NO [SERVERBUG] oops\r\n"), Transient),
        (("UID FETCH", "TAG BAD what?\r\n"), Refused),
    ],
)
def test_every_answer_is_a_decision(rule: tuple[str, str], expected: type[Exception]) -> None:
    with pytest.raises(expected):
        messages(said(rule, SEARCH), seconds=0.4 if expected is Transient else 60)  # some never end


@pytest.mark.parametrize(
    ("greeting", "expected"), [("* BYE full\r\n", Transient), ("SSH-2.0-x\r\n", NeedsUser), ("", Transient)]
)
def test_a_greeting_that_is_none_is_a_decision(greeting: str, expected: type[Exception]) -> None:
    seconds = 0.4 if expected is Transient else 60  # one says nothing
    with (
        ScriptedImap([], greeting=greeting) as server,
        closing(open_at(server, seconds=seconds)) as mailbox,
        pytest.raises(expected),
    ):
        list(mailbox.read(None, since=SINCE))


def test_a_server_without_starttls_is_not_spoken_to_in_the_clear() -> None:
    with (
        ScriptedImap([("STARTTLS", "TAG BAD no\r\n")]) as server,
        closing(open_at(server, security="starttls")) as mailbox,
    ):
        with pytest.raises(NeedsUser, match="no STARTTLS"):
            list(mailbox.read(None, since=SINCE))
        assert server.commands == ["STARTTLS"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("TAG NO [OVERQUOTA] full\r\n", Refused),
        ("TAG NO [TRYCREATE] no such mailbox\r\n", NeedsUser),
        ("TAG NO not today\r\n", Refused),
        ("TAG NO [UNAVAILABLE] later\r\n", Transient),
        ("TAG BAD what?\r\n", Refused),
    ],
)
def test_a_draft_that_is_refused_is_a_decision(answer: str, expected: type[Exception]) -> None:
    rules = said(("APPEND", answer))
    with ScriptedImap(rules) as server, closing(open_at(server)) as mailbox, pytest.raises(expected):
        mailbox.create_draft(a_draft())


def test_without_uidplus_a_withdrawn_draft_is_flagged_and_nothing_is_expunged() -> None:
    draft = a_draft()
    marks = f"X-Prometido: {draft.key}\r\nMessage-ID: <{draft.message_id}>\r\n\r\n"
    raw = "To: a@b.example\r\nSubject: x\r\n\r\nHola\r\n"
    rules = said(
        (
            "UID FETCH 1:\\*",
            f"* 1 FETCH (UID 7 FLAGS () BODY[HEADER.FIELDS (X)] {{{len(marks)}}}\r\n{marks})\r\nTAG OK\r\n",
        ),
        ("UID FETCH 7", f"* 1 FETCH (UID 7 BODY[]<0> {{{len(raw)}}}\r\n{raw})\r\nTAG OK\r\n"),
        ("SELECT|EXAMINE", "* 1 EXISTS\r\n* OK [UIDVALIDITY 3] ok\r\nTAG OK\r\n"),
    )
    with ScriptedImap(rules) as server, closing(open_at(server)) as mailbox:
        left = mailbox.find_draft(draft.key, message_id=draft.message_id)
        assert left is not None
        assert left.ref.startswith("3\t7\t")
        assert mailbox.withdraw_draft(draft.key, left)
        assert "UID STORE 7 +FLAGS.SILENT (\\Deleted)" in server.commands
        assert not [command for command in server.commands if "EXPUNGE" in command]
        assert any("UIDPLUS" in finding.text for finding in mailbox.check())


def test_a_password_that_is_no_ascii_is_sent_where_the_server_can_take_it() -> None:
    with ScriptedImap(said()) as server:
        place = Server(host="127.0.0.1", port=server.port, security="none")
        mailbox = Imap(place, SignIn(user="ana", secret=lambda: "contraseña"), Wanted(), seconds=2)
        with closing(mailbox), pytest.raises(NeedsUser, match="ASCII"):
            list(mailbox.read(None, since=SINCE))
        assert not [command for command in server.commands if "LOGIN" in command]
