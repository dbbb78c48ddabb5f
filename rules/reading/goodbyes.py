"""How a mail ends: "Un saludo,", "Saludos cordiales, Ana", "Kind regards"."""

from __future__ import annotations

import re

from rules.reading.quotes import Line
from rules.text import words

_CLOSING = re.compile(
    r"(?:(?:muchas |mil |muchisimas )?gracias(?: de nuevo| de antemano| por todo| a todos| y)?[ ,]*(?:un |y |con )*)?"
    r"(?:(?:recibe|reciba|reciban|recibid|te mando|le mando|os mando|te envio|le envio|aprovecho para enviarle|"
    r"sin otro particular,?|sin mas,?|quedamos? a (?:su|tu|vuestra) disposicion\W*)\s*)*"
    r"(?:(?:un|unos|mis|con|los mejores|mas|muy|mi mas)\s)*"
    r"(?:cordial |cordiales |afectuos[oa]s? |fuerte |gran |atent[oa]s? |calid[oa] |enorme |buen |sincer[oa]s? |"
    r"respetuos[oa]s? )*"
    r"(?:saludos?|salu2|slds?|abrazos?|abz|besos?|besitos?|cordialmente|atentamente|atte|afectuosamente|"
    r"respetuosamente|"
    r"(?:muchas |mil |muchisimas |de antemano,? )?gracias(?: de nuevo| de antemano| por todo| por anticipado| y)?|"
    r"hasta (?:pronto|luego|manana|ahora|el \w+)|"
    r"feliz (?:fin de semana|dia|semana|finde|tarde)|que (?:tengas?|tengais|tengan|paseis|pases?) (?:un )?(?:buen|"
    r"buena|feliz) .{1,25}|buen (?:dia|finde|fin de semana)|"
    r"(?:with )?(?:best|kind|warm|warmest|kindest|many|my)?\s?(?:regards|wishes|thanks)|thanks(?: again| so much|"
    r" a lot| in advance| very much| a million)?|thank you(?: again| so much| very much| in advance)?|"
    r"cheers|warmly|best|all the best|sincerely(?: yours)?|yours(?: (?:sincerely|faithfully|truly))?|respectfully|"
    r"cordially|take care|talk soon|speak soon|many thanks|rgds|thx|"
    r"salutacions|atentament|una abracada|atenciosamente|cumprimentos|obrigad[oa]|cordialement|bien a vous|"
    r"cordiali saluti|distinti saluti|mit freundlichen grussen|viele grusse|lg|mfg)"
    r"(?![a-z0-9])(?P<rest>.*)$"
)
LONGEST = 70
_CLOSING_WORDS = words(
    "muchas mil muchisimas gracias un una unos mis con los mas muy mi recibe reciba reciban recibid te le os "
    "aprovecho sin quedo quedamos cordial cordiales afectuoso afectuosos fuerte gran enorme atento atentos calido "
    "sinceros saludo saludos salu2 slds abrazo abrazos abz beso besos besito besitos cordialmente atentamente "
    "atte afectuosamente respetuosamente de hasta feliz que buen with best kind warm warmly warmest kindest many my "
    "regards wishes thanks thank cheers all sincerely yours respectfully cordially take talk speak rgds thx "
    "salutacions atentament atenciosamente cumprimentos obrigado obrigada cordialement bien distinti mit viele lg "
    "mfg"
)
"""What a closing formula can begin with; spares nearly every line the long pattern."""
_LONGEST_NAME = 3
"""Words of a name behind a full stop: "Gracias. María José Ruiz"."""
NAME_WORD = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*|d[eo]s?|del|la|y|i|von|van|da)$")
"""A word of a person's name."""


def is_closing(low: str) -> bool:
    """Tell whether a folded line is a closing formula, with or without a name behind it."""
    if low.partition(" ")[0].rstrip(",.!:;-") not in _CLOSING_WORDS:
        return False
    match = _CLOSING.match(low)
    if match is None:
        return False
    rest = match["rest"].strip(" ,.;:!-")
    goes_on = match["rest"].lstrip().startswith((".", "!", ";"))  # "muchas gracias. Entregamos el jueves 12"
    return len(rest.split()) <= (_LONGEST_NAME if goes_on else 5) and "?" not in rest


def signed_in_line(text: str, low: str, line: Line) -> tuple[Line, Line]:
    """Part a closing formula from the name behind it: "Un saludo, Ana"."""
    start, end = line
    match = _CLOSING.match(low)
    named = re.match(r"[\s,.–-]*(?=[^\W\d_])", match["rest"]) if match else None
    if match is None or named is None:
        return line, (0, 0)
    name = start + match.start("rest") + named.end()
    if not all(NAME_WORD.match(word) for word in text[name:end].strip(" .,-*_").split()):
        return line, (0, 0)
    return (start, len(text[:name].rstrip())), (name, end)
