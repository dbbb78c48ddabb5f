"""Occasions to write for: a test says only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rules.commitments import Change, ChangeKind, Commitment, DueFrom, Status
from rules.drafting.occasion import Occasion
from rules.facts import Address, Direction, Register, Trace
from rules.signals import Act, Amount, Confidence, Kind, Party

MADRID = ZoneInfo("Europe/Madrid")
MEXICO = ZoneInfo("America/Mexico_City")
ANA = Address(address="ana@estudio.example", name="Ana Vega")
PEDRO = Address(address="pedro@cliente.example", name="Pedro Ruiz")
INES = Address(address="ines@cliente.example", name="Inés Gil")
SITUATIONS = (
    *("promise", "missing_attachment", "inquiry", "theirs.1", "theirs.2", "request.1", "request.2"),
    *("quote.1.small", "quote.1.large", "quote.2.small", "quote.2.large", "quote.3.small", "quote.3.large"),
    *("quote.expiry", "stall", "no_agreement", "meeting", "acceptance.aftersale", "rejection.goodbye"),
    *("farewell.goodbye", "rescue.1month", "rescue.6months", "complaint.fast", "complaint.slow"),
    "out_of_office.return",
)
"""What the playbooks ask a draft for."""
KINDS = {
    "promise": (Kind.PROMISE, Party.US, "el viernes le mando {}", "I'll send you {} by Friday"),
    "theirs": (Kind.PROMISE, Party.THEM, "mañana le mando {}", "I'll send {} tomorrow"),
    "request": (Kind.REQUEST, Party.THEM, "¿me puede mandar {}?", "could you send me {}?"),
    "quote": (Kind.QUOTE, Party.THEM, "le adjunto {}", "please find attached {}"),
    "missing_attachment": (Kind.MISSING_ATTACHMENT, Party.US, "le adjunto {}", "please find attached {}"),
    "inquiry": (Kind.INQUIRY, Party.US, "¿Trabajan en agosto?", "Do you work in August?"),
    "stall": (Kind.STALL, Party.THEM, "llámeme después de Semana Santa", "call me after Easter"),
    "no_agreement": (Kind.NO_AGREEMENT, Party.US, "cualquier cosa me llama", "call me if you need anything"),
    "meeting": (Kind.MEETING, Party.US, "Reforma de la cocina", "Kitchen renovation"),
    "acceptance": (Kind.ACCEPTANCE, Party.US, "adelante con {}", "go ahead with {}"),
    "rejection": (Kind.REJECTION, Party.THEM, "hemos elegido otra empresa", "we've chosen another firm"),
    "farewell": (Kind.FAREWELL, Party.THEM, "en marzo dejamos de trabajar con ustedes", "we are leaving in March"),
    "rescue": (Kind.FAREWELL, Party.THEM, "en marzo dejamos de trabajar con ustedes", "we are leaving in March"),
    "complaint": (Kind.COMPLAINT, Party.US, "{} ha llegado con un golpe", "{} came with a dent"),
    "out_of_office": (Kind.REQUEST, Party.THEM, "¿me puede mandar {}?", "could you send me {}?"),
}


def an_occasion(
    template: str = "promise",
    thing: str | None = "el presupuesto",
    *,
    form: Register = Register.USTED,
    made: str = "2026-03-09 10:00",
    due: str | None = "2026-03-13",
    today: str = "2026-03-16",
    evidence: str | None = None,
    act: Act = Act.SEND,
    many: bool = False,
    zone: ZoneInfo = MADRID,
    readers: tuple[Address, ...] | None = None,
    greeting: str = "",
    goodbye: str = "",
    renewed: tuple[str, ...] = (),
    note: str = "",
    **more: Any,
) -> Occasion:
    """An occasion of ``template``; English when ``form`` is neutral. ``more`` goes to the commitment, else here."""
    language = "en" if form is Register.NEUTRAL else "es"
    kind, owes, spanish, english = KINDS[template.partition(".")[0]]
    if readers is None:
        readers = (PEDRO, INES) if form in {Register.VOSOTROS, Register.USTEDES} else (PEDRO,)
    moment = datetime.fromisoformat(made).replace(tzinfo=zone)
    said = (spanish if language == "es" else english).format(thing or ("algo" if language == "es" else "something"))
    about = {name: more.pop(name) for name in list(more) if name in Occasion.__dataclass_fields__}
    commitment = Commitment(
        id="abc123",
        kind=kind,
        owes=owes,
        status=Status.OVERDUE,
        account="despacho",
        counterparty=readers[0],
        message_id="m1",
        thread="t1",
        subject="Reforma de la cocina" if language == "es" else "Kitchen renovation",
        made_at=moment,
        evidence=said if evidence is None else evidence,
        rule="r",
        rule_version=1,
        confidence=Confidence.SURE,
        object=thing,
        act=act,
        due=date.fromisoformat(due) if due else None,
        due_from=DueFrom.TEXT if due else DueFrom.RULE,
        amount=Amount(value=Decimal(4850), currency="EUR", text="4.850 €"),
        valid_until=date(2026, 3, 20),
        language=language,
        renewals=len(renewed),
        history=tuple(
            Change(what=ChangeKind.RENEWED, at=datetime.fromisoformat(when).replace(tzinfo=zone), note=note)
            for when in renewed
        ),
    )
    ours = Trace(
        id="m1",
        account="despacho",
        direction=Direction.OUTBOUND,
        date=moment,
        sender=ANA,
        to=readers,
        language=language,
        register=form,
        plural_author=many,
        greeting=greeting,
        goodbye=goodbye,
    )
    occasion = Occasion(
        commitment=replace(commitment, **more),
        template=template,
        thread=(ours,),
        readers=readers,
        sender=ANA,
        today=date.fromisoformat(today),
        zone=zone,
        nudged_on=date(2026, 3, 12),
        answered_on=date(2026, 3, 12),
        returns_on=date(2026, 3, 12),
    )
    return replace(occasion, **about)
