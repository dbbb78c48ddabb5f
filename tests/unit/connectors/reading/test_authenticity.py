"""Who is believed to have sent what came in under an address of ours."""

from __future__ import annotations

import pytest

from connectors.protocols import FolderRole, MessageParts
from connectors.reading.authenticity import is_refuted
from connectors.reading.build import FORGED, build
from rules.facts import Automatic, Direction
from rules.reading import read
from tests.builders import US, at

OURS = "mx.estudio.example"
REFUTED = f"{OURS}; spf=fail smtp.mailfrom=estudio.example; dkim=none; dmarc=fail header.from=estudio.example"


@pytest.mark.parametrize(
    "results",
    [
        (REFUTED,),
        (f"{OURS}; spf=softfail smtp.mailfrom=ana@estudio.example; dkim=none",),
        (f'{OURS} 1; dkim=fail reason="bad (=pass) signature" header.d=estudio.example',),
        (f"{OURS}; dkim=fail", f"{OURS}; spf=fail"),
        (f"{OURS}; spf=fail", "mx.attacker.example; spf=pass; dmarc=pass"),
    ],
)
def test_what_its_server_refutes_is_not_ours(results: tuple[str, ...]) -> None:
    assert is_refuted(("Authentication-Results", value) for value in results)


@pytest.mark.parametrize(
    "results",
    [
        (),
        (f"{OURS}; none",),
        (f"{OURS}; spf=none; dkim=none; dmarc=none",),
        (f"{OURS}; spf=fail; dkim=pass header.d=estudio.example; dmarc=pass",),
        (f"{OURS}; spf=fail; dkim=pass header.d=estudio.example",),
        (f"{OURS}; dmarc=temperror; spf=pass",),
        (f"{OURS}; spf=pass", "mx.other.example; dmarc=fail"),
    ],
)
def test_what_it_does_not_refute_is_believed(results: tuple[str, ...]) -> None:
    assert not is_refuted(("Authentication-Results", value) for value in results)


def letter(role: FolderRole, sender: str = "ana@estudio.example") -> MessageParts:
    headers = {
        "Authentication-Results": REFUTED,
        "From": sender,
        "To": "pedro@cliente.example",
        "Date": "Tue, 10 Mar 2026 10:12:00 +0100",
        "Message-ID": "<m1@estudio.example>",
    }
    return MessageParts(headers=tuple(headers.items()), plain="Le adjunto el plano.", html=None, attachments=())


@pytest.mark.parametrize(
    ("role", "sender", "id_", "automatic"),
    [
        (FolderRole.INBOX, "ana@estudio.example", f"m1@estudio.example{FORGED}", Automatic.FORGED),
        (FolderRole.SENT, "ana@estudio.example", "m1@estudio.example", None),
        (FolderRole.INBOX, "eva@cliente.example", "m1@estudio.example", None),
    ],
)
def test_a_forgery_is_nobodys_word_and_takes_no_place_of_the_true_message(
    role: FolderRole, sender: str, id_: str, automatic: Automatic | None
) -> None:
    now = at("2026-03-10 12:00")
    message = build(letter(role, sender), role=role, account="despacho", us=US, received=now, now=now)
    assert (message.id, read(message).automatic) == (id_, automatic)
    assert (message.direction is Direction.OUTBOUND) == (sender == "ana@estudio.example")
