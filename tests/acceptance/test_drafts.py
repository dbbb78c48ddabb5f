"""What a good account manager would have written, found in the user's own drafts folder and calendar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from daemon.cli.app import run
from rules.commitments import Status
from tests.worlds import CONFIG, World

SIGNED = "\n\nUn abrazo,\nAna"
FAULTY = """\
promise.send:
  tú: |
    Te debo {{ thng }}.
    {% for a in range(9) %}x{% endfor %}
  tu: x
no.such: {tú: x}
"""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def body(world: World) -> str:
    [draft] = world.drafts()
    return str(draft.get_content()).replace("\r\n", "\n")


def test_a_late_promise_is_owned_up_to_as_its_author_writes(world: World) -> None:
    world.we_write("Hola, Pedro:\n\nMañana te enviamos el presupuesto de la cocina." + SIGNED, "2026-03-10 10:12")
    world.cycles("2026-03-10 10:30", "2026-03-12 09:05")
    assert body(world).startswith(
        "Hola, Pedro:\n\nEl martes 10 te dijimos que te enviaríamos el presupuesto de la cocina para el miércoles 11 y"
        " todavía no lo tienes. El retraso es nuestro, perdona.\n\nTe lo enviamos «["
    )
    assert body(world).endswith("\n\nUn abrazo,\nAna\n")


def test_two_late_promises_to_one_person_are_one_draft_that_stays_one(world: World) -> None:
    world.we_write("Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina." + SIGNED, "2026-03-10 10:12")
    world.we_write("Hola, Pedro:\n\nMañana te envío las fotos." + SIGNED, "2026-03-10 11:12", subject="Fotos")
    world.cycles("2026-03-10 12:00", "2026-03-12 09:05", "2026-03-12 12:05", "2026-03-13 09:05", "2026-03-16 09:05")
    assert body(world).startswith(
        "Hola, Pedro:\n\nEl martes 10 te prometí para el miércoles 11 dos cosas que siguen pendientes:"
        " el presupuesto de la cocina y las fotos. El retraso es mío, perdona.\n\n"
    )
    assert len(world.owed(Status.OVERDUE)) == 2


def test_the_day_filled_in_becomes_the_promised_day_and_nothing_else_is_owed(world: World) -> None:
    world.we_write("Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina." + SIGNED, "2026-03-10 10:12")
    world.cycles("2026-03-10 10:30", "2026-03-12 09:05")
    filled = re.sub(r"«\[[^\]]*\]»", "el martes 17", body(world))
    world.user_sends(world.draft_files()[0], "2026-03-12 10:00", filled)
    world.cycle("2026-03-12 10:30")
    assert str(world.only().due) == "2026-03-17"
    assert world.only().status is Status.OPEN


def test_one_day_filled_in_for_two_things_is_the_new_day_of_both(world: World) -> None:
    world.we_write("Hola, Pedro:\n\nHablo con el taller y mañana te escribo." + SIGNED, "2026-03-10 10:12")
    world.we_write("Hola, Pedro:\n\nMañana te envío las fotos." + SIGNED, "2026-03-10 11:12", subject="Fotos")
    world.cycles("2026-03-10 12:00", "2026-03-12 09:05")
    filled = re.sub(r"«\[[^\]]*\]»", "el martes 17", body(world))
    world.user_sends(world.draft_files()[0], "2026-03-12 10:00", filled)
    world.cycle("2026-03-12 10:30")
    assert {str(item.due) for item in world.owed(Status.OPEN)} == {"2026-03-17"}
    assert len(world.owed(Status.OPEN)) == 2
    assert not world.owed(Status.FULFILLED)


def test_a_nudge_held_back_by_an_absence_says_that_it_waited(world: World) -> None:
    asked = world.we_write(
        "Buenos días, Pedro:\n\n¿Me puede enviar el DNI? Lo necesito para el notario.\n\nUn saludo,\nAna",
        "2026-03-10 10:12",
    )
    world.they_write(
        "Estoy fuera de la oficina. Vuelvo el viernes 20 de marzo.",
        "2026-03-10 10:13",
        subject="Respuesta automática: Reforma de la cocina",
        reply_to=asked,
        headers={"Auto-Submitted": "auto-replied"},
    )
    world.cycles(*(f"2026-03-{day} 12:05" for day in range(10, 20)))
    assert world.drafts() == []
    world.cycles("2026-03-20 12:05", "2026-03-23 12:05")
    assert body(world).startswith(
        "Buenos días, Pedro:\n\nSu respuesta automática a mi correo del martes 10 sobre la reforma de la cocina decía"
        " que volvía el viernes 20; por eso he esperado. Quedó pendiente una cosa: el DNI."
    )


def test_a_meeting_is_followed_by_a_draft_of_its_agreements_to_those_from_outside(world: World) -> None:
    world.we_write("Hola, Pedro:\n\nNos vemos el martes." + SIGNED, "2026-03-06 10:12")
    people = ("ana@estudio.example", "pedro@cliente.example", "marta@cliente.example")
    world.meet("Reunión con Pedro Marín: reforma de la cocina", "2026-03-10 10:00", "2026-03-10 11:00", *people)
    world.cycles("2026-03-10 12:00", "2026-03-11 09:05", "2026-03-12 09:05")
    [draft] = world.drafts()
    assert draft["Subject"] == "Acuerdos de la reunión del martes 10: la reforma de la cocina"
    assert {"pedro@cliente.example", "marta@cliente.example"} == {
        address.addr_spec for address in draft["To"].addresses
    }
    assert "\n\n1. «[quién]»: «[qué]», para «[día]».\n\n2. «[quién]»" in body(world)


def test_a_complaint_is_met_at_once_with_the_five_acts(world: World) -> None:
    world.they_write(
        "Buenos días, Ana:\n\nEstamos muy descontentos con la instalación: la encimera llegó rayada.\n\nPedro",
        "2026-03-10 21:12",
    )
    world.cycle("2026-03-10 22:30")
    text = body(world)
    acts = ["Gracias por contarnos", "Es lógico que", "disculpas sin peros", "una buena solución?", "«[día y hora]»"]
    assert [text.index(act) for act in acts] == sorted(text.index(act) for act in acts)
    assert any("SUMMARY:Queja de Pedro Marín" in task for task in world.tasks())


def test_a_yes_leaves_the_task_to_start(world: World) -> None:
    quote = world.we_write(
        "Buenos días, Pedro:\n\nLe adjunto el presupuesto de la cocina, por 4.850 €.\n\nUn saludo,\nAna",
        "2026-03-02 10:12",
        attachments=("presupuesto.pdf",),
    )
    world.they_write(
        "Buenos días, Ana:\n\nAceptamos el presupuesto, adelante con la reforma.\n\nUn saludo,\nPedro",
        "2026-03-10 10:12",
        reply_to=quote,
        subject="Re: Reforma de la cocina",
    )
    world.cycle("2026-03-10 10:30")
    assert any("SUMMARY:Empezar: la reforma de la cocina (Pedro Marín)" in task for task in world.tasks())


def test_nothing_that_steers_or_links_comes_from_their_mail_into_a_draft(world: World) -> None:
    world.we_write("Hola, Pedro:\n\n¿Cómo va todo?" + SIGNED, "2026-03-06 10:12")
    world.they_write(
        "Hola, Ana:\n\nMañana te mando las me\u202edidas\u200b por https://evil.example/x.\n\nPedro",
        "2026-03-10 10:12",
        headers={"Reply-To": "evil@evil.example"},
    )
    world.cycles("2026-03-10 10:30", "2026-03-12 09:05", "2026-03-13 09:05")
    [draft] = world.drafts()
    text = str(draft)
    assert "evil" not in text
    assert draft["To"] == "Pedro Marín <pedro@cliente.example>"
    assert not re.search("[\u202e\u200b]", body(world))
    assert "me decías «" in body(world)


def test_the_users_own_text_is_used_and_its_faults_are_told_with_their_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "texts").mkdir()
    mine = tmp_path / "texts" / "es.yaml"
    mine.write_text(
        "promise.send:\n  tú: |\n    {{ Said_day }} te prometí {{ thing }}.\n\n    Te {{ it }} llevo «[día]».\n",
        "utf-8",
    )
    world = World(tmp_path, CONFIG + "templates: texts\n")
    world.we_write("Hola, Pedro:\n\nMañana te mando el presupuesto de la cocina." + SIGNED, "2026-03-10 10:12")
    world.cycles("2026-03-10 10:30", "2026-03-12 09:05")
    assert body(world).startswith("Hola, Pedro:\n\nEl martes 10 te prometí el presupuesto de la cocina.\n\nTe lo llevo")

    mine.write_text(FAULTY, "utf-8")
    (tmp_path / "texts" / "fr.yaml").write_text("x: y\n")
    assert run(["check", "--config", str(world.config)]) == 78
    told = capsys.readouterr().err.replace(f"{tmp_path}/texts/", "")
    assert 'es.yaml:3:16: no value "thng"; did you mean "thing"?' in told
    assert "es.yaml:4:17: not allowed here (call)" in told
    assert 'es.yaml:5:3: no text "tu" here' in told
    assert 'es.yaml:6:1: no situation "no.such"' in told
    assert "fr.yaml:1:1: not a file of texts; expected es.yaml or en.yaml" in told
