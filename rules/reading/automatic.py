"""Mail that is nobody's word: bulk, notifications, bounces, out-of-office replies."""

from __future__ import annotations

import re

from rules.facts import Address, Automatic, Message
from rules.text import words

HEADERS = words(
    "auto-submitted content-type feedback-id list-help list-id list-post list-unsubscribe precedence return-path "
    "x-auto-response-suppress x-autoreply x-autoreply-from x-autorespond x-failed-recipients "
    "x-mail-autoreply x-prometido"
)
"""Lower-cased names of the headers a Message keeps; nothing reads any other."""

_LISTS = words("list-id list-unsubscribe list-post list-help feedback-id")
_REPLIES = frozenset({"x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply"})
_NOBODY = re.compile(
    r"(?:^|[._+-])(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|no[-_.]?respond(?:er|a|ais)|notificacion(?:es)?|"
    r"notifications?|notify|alerts?|"
    r"mailer|wordpress|newsletters?|bounces?|automated?|automatico)(?:$|[._+-])"
)
_DAEMON = re.compile(r"mail(?:er)?-?daemon|postmaster|microsoftexchange[0-9a-f]{8,}")
_AWAY_SUBJECT = re.compile(
    r"(?:respuesta automatica|auto(?:matic)?[- ]?(?:reply|response)|automatico:|autorespuesta|"
    r"out of (?:the )?office|ooo\b|"
    r"fuera de (?:la )?oficina|resposta automatica|fora de l'oficina|fora do escritorio|reponse automatique|"
    r"absence du bureau|"
    r"risposta automatica|fuori (?:sede|ufficio)|automatische antwort|abwesenheit(?:snotiz)?\b)"
)
_MAYBE_AWAY_SUBJECT = re.compile(
    r"(?:ausente|ausencia|vacaciones|on (?:leave|holiday|vacation)|absent|assente|ferias|abwesend|vacances)\b"
)
_AWAY_TEXT = re.compile(
    r"(?:estoy|estare|me encuentro|estaremos|me encontrare) (?:actualmente |ahora |"
    r"temporalmente )?(?:fuera de (?:la |mi )?oficina|de vacaciones|ausente|de baja)|"
    r"\bi(?:'m| am| will be|'ll be) (?:currently |now )?(?:out of (?:the |my )?office|on (?:annual |maternity |"
    r"paternity |parental |sick )?(?:leave|holiday|vacation)|away)|"
    r"(?:soc|sere) fora de l'oficina|(?:estou|estarei) (?:ausente|de ferias|fora do escritorio)|je (?:suis|"
    r"serai) (?:actuellement )?(?:absent|en conge)|"
    r"(?:sono|saro) (?:fuori (?:sede|ufficio)|assente|in ferie)|ich bin (?:derzeit |bis )?(?:nicht im (?:buro|haus)|"
    r"abwesend|im urlaub)"
)
_SAYS_SO = re.compile(
    r"(?:respuesta|mensaje|correo) automatic|automat(?:ic|ed) (?:reply|response|message)|missatge automatic|"
    r"mensagem automatica|(?:message|reponse) automatique|"
    r"messaggio automatico|automatische (?:antwort|nachricht)"
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed)|mail delivery (?:failed|system)|returned mail|failure notice|"
    r"no se (?:ha podido|puede|pudo) entregar|no entregado|no s'ha pogut lliurar|nao entregue|non remis|"
    r"unzustellbar|mancata consegna|devuelto al remitente"
)


def is_nobody(sender: Address) -> bool:
    """Whether an address says itself that nobody reads what is sent there ("noreply@…")."""
    return _NOBODY.search(sender.address.rpartition("@")[0]) is not None


def is_daemon(sender: Address) -> bool:
    """Whether an address is that of a mail server, which reports what could not be delivered."""
    return _DAEMON.fullmatch(sender.address.rpartition("@")[0]) is not None


def detect(message: Message, subject: str, folded: str) -> Automatic | None:
    """Say why a message is automatic, or None, by its folded subject and the folded beginning of its own text.

    Headers first (RFC 3834, RFC 2919, RFC 3462), then the sender's name, and the words only where they are plain:
    a person who writes that he is away has written.
    """
    if message.is_forged:
        return Automatic.FORGED
    headers = message.headers
    if _is_bounce(message, subject):
        return Automatic.BOUNCE
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    precedence = headers.get("precedence", "").strip().lower()
    if (
        submitted == "auto-replied"
        or precedence == "auto_reply"
        or not _REPLIES.isdisjoint(headers)
        or _AWAY_SUBJECT.match(subject)
    ):
        return Automatic.OUT_OF_OFFICE
    sent_by_machine = (
        submitted not in {"no", ""}
        or headers.get("x-auto-response-suppress", "").strip().lower() == "all"
        or headers.get("return-path", "").strip() == "<>"
    )
    if (
        sent_by_machine or _MAYBE_AWAY_SUBJECT.match(subject) or ("automat" in folded and _SAYS_SO.search(folded))
    ) and _AWAY_TEXT.search(folded):
        return Automatic.OUT_OF_OFFICE
    if (
        sent_by_machine
        or precedence in {"bulk", "list", "junk"}
        or not _LISTS.isdisjoint(headers)
        or is_nobody(message.sender)
        or headers.get("content-type", "").lower().startswith("text/calendar")
    ):
        return Automatic.BULK
    return None


def _is_bounce(message: Message, subject: str) -> bool:
    headers = message.headers
    report = headers.get("content-type", "").lower() if "content-type" in headers else ""
    return (
        "x-failed-recipients" in headers
        or (report.startswith("multipart/report") and "disposition-notification" not in report)
        or is_daemon(message.sender)
        or (headers.get("return-path", "").strip() == "<>" and _BOUNCE_SUBJECT.search(subject) is not None)
    )
