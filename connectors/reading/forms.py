"""Mail that a web form or a portal writes for somebody: who that is, and what he says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.reading import addresses
from rules.facts import Address
from rules.text import fold

MAX_FORM = 20_000
"""Characters in which a form has its fields."""
MAX_VALUE = 200
_NAME = "nombre(?: completo| y apellidos?)?|apellidos y nombre|cliente|contacto|(?:full |your )?name|from|de"
_ADDRESS = r"(?:tu |su |your )?(?:correo(?: electronico)?|e-?mail|mail|direccion de correo|email address)"
_OF_ADDRESSES = ("mail", "correo")
"""What every label of an address holds, so that most mail need not be searched for labels."""
_SAYS = (
    "(?:tu |su |your )?(?:mensaje|consulta|comentarios?|observaciones|solicitud|peticion|descripcion|pregunta|message|"
    "enquiry|inquiry|comments?|question|request|details)"
)
_FIELD = re.compile(
    rf"^[ \t>*•-]*(?:(?P<name>{_NAME})|(?P<address>{_ADDRESS})|(?P<says>{_SAYS})|(?P<other>[a-z][a-z /-]{{1,30}}))"
    r"[ \t]*\*?:\*?[ \t]*",
    re.MULTILINE,
)
_FOOT = re.compile(
    r"^\s*(?:-- ?$|_{3,}|-{3,}|={3,}|este (?:mensaje|correo) (?:se |ha sido )?envi|this (?:e-?mail|message) was sent)",
    re.MULTILINE,
)


_WRITES_FORMS = re.compile(
    r"(?:^|[._+-])(?:(?:contact|web|site)?-?forms?|formularios?|web|website|webmaster|www|sitio)(?:$|[._+-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Who filled a form in, and the words he wrote into it."""

    person: Address
    text: str


def writes_forms(sender: Address) -> bool:
    """Whether an address says itself that a site writes from it what others fill in ("web@…", "forms@…")."""
    return _WRITES_FORMS.search(sender.address.rpartition("@")[0]) is not None


def read_form(text: str) -> Form | None:
    """Read the fields of a form: an address and a message at least, each behind its label, or it is none.

    The address is the one that was typed into the form, never a ``Reply-To``: whoever fills in a form could as well
    have written himself.
    """
    text = text[:MAX_FORM]
    folded = "\n".join(map(fold, text.split("\n")))
    if "@" not in folded or not any(word in folded for word in _OF_ADDRESSES):
        return None
    fields = list(_FIELD.finditer(folded))
    person: Address | None = None
    name = says = ""
    for field, end in zip(fields, [*(field.start() for field in fields), len(text)][1:], strict=True):
        value = text[field.end() : end].strip()
        match field.lastgroup:
            case "name" if not name:
                name = value.partition("\n")[0].strip()[:MAX_VALUE]
            case "address" if person is None:
                found = addresses.parse(value.partition("\n")[0][:MAX_VALUE].split("(")[0])
                person = found[0] if len(found) == 1 else None
            case "says" if not says:
                says = _said(text[field.end() :], folded[field.end() :])
            case _:
                pass
    if person is None or not says:
        return None
    return Form(person=Address(address=person.address, name=name or person.name), text=says)


def _said(text: str, folded: str) -> str:
    """Take what was written into the last field, up to another that follows or the foot of the form."""
    ends = [match.start() for pattern in (_FOOT, _FIELD) if (match := pattern.search(folded)) is not None]
    return text[: min(ends, default=len(text))].strip()
