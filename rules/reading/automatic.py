"""Mail that is nobody's word: bulk, notifications, bounces, out-of-office replies."""

from __future__ import annotations

import re

from rules.facts import Automatic, Message
from rules.text import fold

HEADERS = frozenset(
    "auto-submitted list-id list-unsubscribe list-post list-help precedence x-autoreply x-autorespond x-auto-response-suppress x-autoreply-from "
    "x-mail-autoreply return-path feedback-id x-campaign x-mailchimp-campaign-id content-type x-failed-recipients x-prometido x-loop reply-to importance".split()
)
"""Lower-cased names of the headers a Message keeps; nothing reads any other."""

_NOBODY = re.compile(
    r"(?:^|[._+-])(?:no-?_?\.?reply|do-?not-?reply|no-?responder|noresponder|no-?responda|notificaciones?|notifications?|notify|alerts?|avisos-?no|mailer|newsletters?|bounces?|automated?|automatico)(?:$|[._+-])"
)
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|microsoftexchange[0-9a-f]*)$")
_AWAY_SUBJECT = re.compile(
    r"(?:respuesta automatica|resposta automatica|automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|fuera de (?:la )?oficina|ausente|ausencia|automatische antwort|abwesenheit|"
    r"reponse automatique|absence du bureau|absent|risposta automatica|fuori sede|autorespuesta|vacaciones:|ooo\b|fora (?:de l'oficina|do escritorio))"
)
_AWAY_TEXT = re.compile(
    r"(?:estoy|estare|me encuentro|estaremos|me encontrare) (?:actualmente |ahora )?(?:fuera de (?:la )?oficina|de vacaciones|ausente|de baja)|"
    r"i am (?:currently )?(?:out of (?:the )?office|on (?:annual |maternity |paternity |holiday )?leave|away)|i(?:'m| will be) (?:currently )?out of (?:the )?office|"
    r"soc fora de l'oficina|estou (?:ausente|de ferias)|je suis (?:absent|en conge)|sono (?:fuori|assente)|ich bin (?:derzeit )?(?:nicht im buro|abwesend)"
)
_BOUNCE_SUBJECT = re.compile(
    r"(?:undeliver|delivery (?:status|failure|has failed)|mail delivery|returned mail|failure notice|no se (?:ha podido|puede|pudo) entregar|no entregado|non remis|unzustellbar|mancata consegna|devuelto)"
)


def detect(message: Message, folded: str) -> Automatic | None:
    """Say why a message is automatic, or None. ``folded`` is the fold of the beginning of its own text."""
    headers = message.headers
    local = message.sender.address.rpartition("@")[0]
    subject = fold(message.subject[:200])
    if _DAEMON.match(local) or "x-failed-recipients" in headers or "report-type=delivery-status" in headers.get("content-type", "").lower().replace('"', ""):
        return Automatic.BOUNCE
    if headers.get("return-path", "").strip() == "<>" and _BOUNCE_SUBJECT.search(subject):
        return Automatic.BOUNCE
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    answered = submitted == "auto-replied" or any(
        name in headers for name in ("x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply")
    ) or headers.get("precedence", "").strip().lower() == "auto_reply"
    if answered or _AWAY_SUBJECT.match(subject):
        return Automatic.OUT_OF_OFFICE
    if submitted not in {"no", ""}:
        return Automatic.OUT_OF_OFFICE if _AWAY_TEXT.search(folded) else Automatic.BULK
    if (
        headers.get("precedence", "").strip().lower() in {"bulk", "list", "junk"}
        or any(name in headers for name in ("list-id", "list-unsubscribe", "list-post", "list-help", "feedback-id", "x-campaign", "x-mailchimp-campaign-id"))
        or _NOBODY.search(local)
    ):
        return Automatic.BULK
    return None
