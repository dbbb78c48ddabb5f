"""What ``prometido check --online`` says of mail servers: of Gmail as it answers, of one that can do little."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.servers import pymap
from tests.servers.scripted import ScriptedImap

CONFIG = """\
timezone: Europe/Madrid
language: es
ledger: ledger.db
accounts:
  - name: despacho
    mail: {{connector: imap, host: 127.0.0.1, port: {port}, security: none, user: {user}, credential: ana}}
    addresses: [ana@estudio.example]
rules: {{packs: [es, en]}}
"""
BEFORE = (
    "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN"
    " AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER"
)
AFTER = (
    "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE"
    " CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584"
)
FOLDERS = (
    '* LIST (\\HasNoChildren) "/" "INBOX"\r\n'
    '* LIST (\\HasChildren \\NonExistent) "/" "[Gmail]"\r\n'
    '* LIST (\\Drafts \\HasNoChildren) "/" "[Gmail]/Borradores"\r\n'
    '* LIST (\\HasNoChildren \\Sent) "/" "[Gmail]/Enviados"\r\n'
    '* LIST (\\All \\HasNoChildren) "/" "[Gmail]/Todos"\r\n'
    '* LIST (\\HasNoChildren \\Trash) "/" "[Gmail]/Papelera"\r\n'
    '* LIST (\\HasNoChildren) "/" "Proyectos/&AMk-xitos"\r\n'
    "TAG OK Success\r\n"
)
GMAIL: list[tuple[str, str | list[str]]] = [
    ("CAPABILITY", [f"* CAPABILITY {said}\r\nTAG OK Thats all she wrote!\r\n" for said in (BEFORE, AFTER)]),
    ("AUTHENTICATE PLAIN", "+ \r\n"),
    ("LIST", FOLDERS),
    *(
        (
            re.escape(f'STATUS "{name}"'),
            f'* STATUS "{name}" (MESSAGES {held} UIDNEXT 90 UIDVALIDITY {validity} HIGHESTMODSEQ 70)\r\nTAG OK\r\n',
        )
        for name, held, validity in (("INBOX", 12, 1), ("[Gmail]/Enviados", 30, 6))
    ),
]


def check(folder: Path, port: int, secret: str, *, user: str = "ana@estudio.example") -> tuple[int, list[str]]:
    """Run the command as its user does; give its code and what it says of the account."""
    (folder / "prometido.yaml").write_text(CONFIG.format(port=port, user=user), encoding="utf-8")
    (folder / "secrets").mkdir(mode=0o700)
    (folder / "secrets" / "ana").write_text(secret)
    (folder / "secrets" / "ana").chmod(0o600)
    command = [sys.executable, "-m", "daemon", "check", "--online", "--config", str(folder / "prometido.yaml")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROMETIDO")}
    environment |= {"COLUMNS": "300"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=250, check=False, env=environment)
    return done.returncode, [line.strip() for line in done.stdout.splitlines() if "despacho, mail: " in line]


def test_of_gmail_it_says_which_folders_and_that_delayed_mail_gets_a_label(tmp_path: Path) -> None:
    with ScriptedImap(GMAIL) as server:
        code, said = check(tmp_path, server.port, "secret")
        assert not any(command.startswith(("SELECT", "APPEND", "UID")) for command in server.commands)
    assert code == 0
    assert [line.partition(", mail: ")[2] for line in said] == [
        "inbox: INBOX (where every server puts new mail)",
        "sent: [Gmail]/Enviados (the server says it is for sent mail (\\Sent))",
        "drafts: [Gmail]/Borradores (the server says it is for drafts (\\Drafts))",
        "the server offers SPECIAL-USE, CONDSTORE, UIDPLUS, AUTH=XOAUTH2, X-GM-EXT-1",
        "delayed mail gets the label Retrasados",
    ]
    assert all(line.startswith("ok ") for line in said)


def test_of_a_server_that_can_do_little_it_says_what_will_be_different(tmp_path: Path) -> None:
    with pymap.mailbox() as (port, user, password):
        code, said = check(tmp_path, port, password, user=user)
    assert code == 0
    assert [line.partition(", mail: ")[2] for line in said] == [
        "inbox: INBOX (where every server puts new mail)",
        "sent: Sent (its name is usual for sent mail)",
        "drafts: Drafts (its name is usual for drafts)",
        "the server offers UIDPLUS",
        "delayed mail gets the keyword Retrasado, if the server keeps keywords",
        "the server has no CONDSTORE: drafts in read folders are looked at each time",
    ]
