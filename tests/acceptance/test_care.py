"""A word of care is due while something of ours is late: one draft, in the thread of the complaint, says both."""

from __future__ import annotations

from pathlib import Path

from tests.worlds import CONFIG, World

UNHAPPY = (
    "Estoy muy descontento con el acabado: la encimera está rayada y nadie me ha dado una solución.\n\nPedro Marín"
)


def late_since_the_sixth(world: World) -> None:
    """Have somebody complain on 2 March, and what was promised in the answer be late on the 6th."""
    world.cycle("2026-03-02 09:05")
    complaint = world.they_write(UNHAPPY, "2026-03-02 10:00", subject="Encimera")
    world.cycle("2026-03-02 10:30")
    answer = "Hola, Pedro:\n\nLo siento mucho. El jueves le envío el informe del técnico.\n\nUn saludo,\nAna"
    world.we_write(answer, "2026-03-03 10:00", subject="Re: Encimera", reply_to=complaint)
    world.cycles("2026-03-03 10:30", "2026-03-06 09:05")
    (late,) = world.drafts()
    assert str(late["X-Prometido"]).endswith("/late")


def test_two_weeks_after_a_complaint_one_draft_asks_how_it_is_and_owns_up_to_what_is_late(tmp_path: Path) -> None:
    world = World(tmp_path)
    late_since_the_sixth(world)
    world.cycles("2026-03-16 09:05", "2026-03-17 09:05", "2026-03-17 09:35")
    (care,) = world.drafts()
    assert str(care["X-Prometido"]).endswith("/slow")
    assert str(care["In-Reply-To"])
    text = care.get_content()
    assert "Aparte, le debo el informe" in text
    assert text.index("Aparte") < text.index("¿")


def test_where_the_word_of_care_cannot_be_written_what_is_late_is_owned_up_to_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = "complaint.slow: {usted: 'Vuelvo a escribirle por {{ amount }}.'}\n"
    (tmp_path / "texts" / "es.yaml").write_text(text, encoding="utf-8")
    world = World(tmp_path, f"{CONFIG}templates: texts\n")
    late_since_the_sixth(world)
    world.cycles("2026-03-16 09:05", "2026-03-17 09:05")
    (late,) = world.drafts()
    assert str(late["X-Prometido"]).endswith("/late")
