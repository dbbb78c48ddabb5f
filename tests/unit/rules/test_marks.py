"""What a message does to the promises made before it, told of its words."""

from __future__ import annotations

import pytest

from rules.facts import Message
from rules.marks import Mark, marks_of
from rules.reading import read
from tests.builders import a_message
from tests.talk import found


def marks(text: str, *evidence: str, kind: str = "promise") -> frozenset[str]:
    reading = read(a_message(f"Hola, Pedro:\n\n{text}\n\nUn saludo,\nAna"))
    return marks_of(reading, [found(kind, each) for each in evidence])


@pytest.mark.parametrize(
    "text",
    [
        "Muchas gracias, Marcelo, me vienen muy bien.",
        "Recibido, jefe.",
        "Perfecto, Ángela. Muchas gracias.",
        "Sin problema, gracias por avisar.",
        "Lo entiendo, Ramón. Gracias a vosotros por la confianza.",
        "Muchas gracias, Berta. Quedo pendiente.",
        "Thanks so much, Helen. Much appreciated.",
        "Got it, thanks for sending it over.",
        "Noted, thank you.\n\nThis email and any attachments are confidential.",
    ],
)
def test_thanks_and_nothing_else(text: str) -> None:
    assert Mark.THANKS_ONLY in marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gracias. ¿Incluye la colocación?",
        "Estupendo, lo pedimos hoy mismo a fábrica.",
        "Gracias, son 3 unidades.",
        "Adelante.",
        "Thanks. The gutter cannot wait until summer.",
    ],
)
def test_thanks_with_something_else(text: str) -> None:
    assert Mark.THANKS_ONLY not in marks(text)


def test_thanks_that_carry_a_signal_or_a_link_are_more_than_thanks() -> None:
    assert Mark.THANKS_ONLY not in marks("De acuerdo, gracias.", "De acuerdo", kind="acceptance")
    assert Mark.THANKS_ONLY not in marks("Gracias, aquí: https://nube.example/1")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Sigo con ello, perdona la espera.", Mark.STILL_OWED),
        ("Aún me falta el carro de compras.", Mark.STILL_OWED),
        ("Hoy no me ha dado tiempo a pasar por el hotel.", Mark.STILL_OWED),
        ("El chef está cerrando los postres.", Mark.STILL_OWED),
        ("Tengo que pedir la cita todavía.", Mark.STILL_OWED),
        ("We don't have the quote for you yet.", Mark.STILL_OWED),
        ("It is nearly there.", Mark.STILL_OWED),
        ("Te adelanto los planos.", Mark.PARTIAL),
        ("Here is the first half, the rest to follow.", Mark.PARTIAL),
        ("Aquí la tienes, en archivo aparte.", Mark.DELIVERS),
        ("Report attached.", Mark.DELIVERS),
        ("Muestras despachadas hoy por Olva.", Mark.DONE),
        ("Mario me dice que el sábado quedó todo corregido.", Mark.DONE),
        ("It went out by courier this morning.", Mark.DONE),
        ("Ya no hace falta, se encarga el distribuidor.", Mark.LET_OFF),
        ("No te preocupes por el script. Olvidate.", Mark.LET_OFF),
        ("We no longer need the survey.", Mark.LET_OFF),
        ("Never mind, we found it.", Mark.LET_OFF),
        ("Lamentablemente al final no podemos asumir el encargo.", Mark.WITHDRAWN),
        ("I'm afraid we won't be able to take this on.", Mark.WITHDRAWN),
        ("Como hemos hablado por teléfono, lo dejamos así.", Mark.CALL_HELD),
        ("Gracias por la llamada.", Mark.CALL_HELD),
        ("Gracias por su llamada.", Mark.CALL_HELD),
        ("Como acabamos de hablar por teléfono, el precio es de 300 €.", Mark.CALL_HELD),
        ("Como le acabo de comentar por teléfono, vamos el lunes.", Mark.CALL_HELD),
        ("Como me dijo usted por teléfono, le mando los datos.", Mark.CALL_HELD),
        ("Le confirmo lo que hemos acordado esta mañana por teléfono.", Mark.CALL_HELD),
        ("Cuando me llamó usted no tenía el dato delante: son 4,20 m.", Mark.CALL_HELD),
        ("Thanks for your call.", Mark.CALL_HELD),
        ("Thank you so much for your call this morning.", Mark.CALL_HELD),
        ("As we just discussed on the phone, here is the summary.", Mark.CALL_HELD),
        ("Thank you for taking the time to speak with me.", Mark.CALL_HELD),
        ("It was nice to hear from you on the phone.", Mark.CALL_HELD),
        ("When you called I had no figures with me: it is 4.20 m.", Mark.CALL_HELD),
        ("You called me earlier about the gate; yes, go ahead.", Mark.CALL_HELD),
        ("Perdone que no pudiera atender su llamada.", Mark.CALL_FAILED),
        ("Sorry I missed your call.", Mark.CALL_FAILED),
        ("Thanks for your time on the phone this morning.", Mark.CALL_HELD),
        ("La he llamado dos veces y me salta el buzón.", Mark.CALL_FAILED),
        ("I tried to call but got no answer.", Mark.CALL_FAILED),
        ("Gracias por recibirnos ayer en la oficina.", Mark.MEETING_HELD),
        ("It was good to meet you yesterday.", Mark.MEETING_HELD),
        ("El pliego me llegó el viernes.", Mark.RECEIVED),
        ("The drawings have arrived safely.", Mark.RECEIVED),
        ("Llegaron bien las cajas.", Mark.RECEIVED),
        ("Ya están acá las cajas, gracias.", Mark.RECEIVED),
        ("¿Cómo va la maqueta?", Mark.CHASES),
        ("Any news on the survey?", Mark.CHASES),
        ("¿Podemos pasarlo al jueves?", Mark.MOVED),
        ("Could we make it Thursday instead?", Mark.MOVED),
        ("Le cuento cómo va a ser el proyecto.", Mark.PROJECT),
    ],
)
def test_it_is_told(text: str, mark: Mark) -> None:
    assert mark in marks(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("No te preocupes por el retraso.", Mark.LET_OFF),
        ("No nos ha llegado el pliego.", Mark.RECEIVED),
        ("¿Ya llegaron las cajas?", Mark.RECEIVED),
        ("Cuando llegaron las cajas no había nadie.", Mark.RECEIVED),
        ("I haven't received the drawings yet.", Mark.RECEIVED),
        ("Me parece que no va nada adjunto.", Mark.DELIVERS),
        ("El anexo puedes firmarlo ya.", Mark.DELIVERS),
        ("¿Va la maqueta aquí?", Mark.DELIVERS),
    ],
)
def test_it_only_looks_like_it(text: str, mark: Mark) -> None:
    assert mark not in marks(text)


def test_a_sentence_that_promises_hands_nothing_over() -> None:
    text = "Mañana te mando el plano revisado."
    assert Mark.DELIVERS not in marks(text, "Mañana te mando el plano revisado")
    assert Mark.DONE not in marks(text, "Mañana te mando el plano revisado")


def test_a_subject_can_speak_of_a_project() -> None:
    message: Message = a_message("Le adjunto lo hablado.", subject="Proyecto de reforma")
    assert Mark.PROJECT in marks_of(read(message), [])


def test_automatic_mail_does_nothing() -> None:
    message = a_message("Ya no hace falta. Gracias.", headers={"auto-submitted": "auto-replied"})
    assert marks_of(read(message), []) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Dijo que me llamaría por teléfono.",
        "Quedamos en hablar por teléfono el martes.",
        "He hablado por teléfono con el proveedor y no tiene piezas.",
        "Ya lo he comentado por teléfono con mi marido.",
        "You said you'd explain it over the phone.",
        "We agreed to talk on the phone on Tuesday.",
        "I spoke to the supplier on the phone and they are out of stock.",
        "Thanks for your call for tenders.",
        "Thank you for your call-out sheet.",
    ],
)
def test_a_call_to_come_or_with_somebody_else_is_none_that_was_held(text: str) -> None:
    assert Mark.CALL_HELD not in marks(text)
