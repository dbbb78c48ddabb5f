"""What mail programs call the folders for sent mail and for drafts, where a server does not say it (RFC 6154).

Spanish, English, Catalan, Portuguese, French, Italian and German: what Outlook, Gmail, Thunderbird, Apple Mail, Horde,
Roundcube, cPanel and Plesk create. Compared without regard to case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SENT = frozenset({
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "outbox.sent",
    "enviados", "enviado", "elementos enviados", "mensajes enviados", "correo enviado", "correos enviados",
    "enviats", "elements enviats", "missatges enviats", "correu enviat",
    "itens enviados", "mensagens enviadas", "enviadas", "e-mails enviados", "correio enviado",
    "envoyés", "éléments envoyés", "messages envoyés", "courrier envoyé", "objets envoyés",
    "inviati", "inviata", "posta inviata", "messaggi inviati", "elementi inviati",
    "gesendet", "gesendete elemente", "gesendete objekte", "gesendete nachrichten",
})  # fmt: skip
DRAFTS = frozenset({
    "drafts", "draft", "draft messages",
    "borradores", "borrador",
    "esborranys", "esborrany",
    "rascunhos", "rascunho",
    "brouillons", "brouillon",
    "bozze", "bozza",
    "entwürfe", "entwurf",
})  # fmt: skip


def among(names: Iterable[str], wanted: frozenset[str], *, delimiters: str = "/.") -> list[str]:
    """Pick the folders whose own name, or its last level under INBOX or ``[Gmail]``, is a wanted one."""
    return [name for name in names if _own_name(name, delimiters) in wanted]


def _own_name(name: str, delimiters: str) -> str:
    """Give the folded name of a folder at the top level, or right below one that every folder is below."""
    folded = name.casefold()
    for prefix in ("inbox", "[gmail]", "[google mail]"):
        if folded.startswith(prefix) and folded[len(prefix) : len(prefix) + 1] in tuple(delimiters):
            return folded[len(prefix) + 1 :]
    return folded.lstrip(delimiters)
