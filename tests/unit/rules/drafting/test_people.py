"""Names, greetings and goodbyes: the user's own, and what a name proves."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from rules.drafting.occasion import Occasion
from rules.drafting.people import first_name, full_name, goodbye, greeting, introduced, join_names, sr_name
from rules.facts import Address, Direction, Register
from tests.occasions import ANA, INES, PEDRO, an_occasion


def named(name: str) -> Address:
    return Address(address="x@x.example", name=name)


@pytest.mark.parametrize(
    ("name", "first", "full", "formal"),
    [
        ("Pedro Ruiz", "Pedro", "Pedro Ruiz", "Sr.\N{NO-BREAK SPACE}Ruiz"),
        ("Ruiz, Pedro", "Pedro", "Pedro Ruiz", "Sr.\N{NO-BREAK SPACE}Ruiz"),
        ("María José Gil Pardo", "María", "María José Gil Pardo", "Sra.\N{NO-BREAK SPACE}Gil"),
        ("Juan de la Fuente", "Juan", "Juan de la Fuente", "Sr.\N{NO-BREAK SPACE}De la Fuente"),
        ("Sandra Milena Ortiz", "Sandra", "Sandra Milena Ortiz", "Sra.\N{NO-BREAK SPACE}Ortiz"),
        ("Pedro", "Pedro", "Pedro", ""),
        ("Andrea Conti", "Andrea", "Andrea Conti", ""),
        ("Estudio Norte", "", "Estudio Norte", ""),
        ("Reformas Ruiz, S.L.", "", "Reformas Ruiz, S.L.", ""),
        ("VENTAS", "", "VENTAS", ""),
        ("pedro@x.example", "", "pedro@x.example", ""),
        ("", "", "x@x.example", ""),
        ("Pe\u202edro Ruiz", "Pedro", "Pedro Ruiz", "Sr.\N{NO-BREAK SPACE}Ruiz"),
    ],
)
def test_a_name_says_what_it_proves(name: str, first: str, full: str, formal: str) -> None:
    assert (first_name(named(name)), full_name(named(name)), sr_name(named(name), "es")) == (first, full, formal)


def test_names_are_joined_as_they_sound() -> None:
    assert join_names(["Marta", "Luis"], "es") == "Marta y Luis"
    assert join_names(["Marta", "Inés"], "es") == "Marta e Inés"
    assert join_names(["Marta", "Hilda"], "es") == "Marta e Hilda"
    assert join_names(["Ann", "Bob", "Carol"], "en") == "Ann, Bob and Carol"
    assert join_names([], "es") == ""


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (Register.USTED, "Buenos días, Sr.\N{NO-BREAK SPACE}Ruiz:"),
        (Register.TU, "Hola, Pedro:"),
        (Register.VOS, "Hola, Pedro:"),
        (Register.VOSOTROS, "Hola, Pedro e Inés:"),
        (Register.USTEDES, "Buenos días:"),
        (Register.NEUTRAL, "Hi Pedro,"),
    ],
)
def test_without_a_greeting_of_the_users_own_the_form_of_address_has_one(form: Register, expected: str) -> None:
    assert greeting(an_occasion(form=form)) == expected


@pytest.mark.parametrize(
    "own", ["Hola Pedro,", "Estimado Sr. Ruiz:", "Estimado Ing. Ruiz:", "Buenas, Perico:", "Hola:"]
)
def test_the_users_own_greeting_is_repeated(own: str) -> None:
    assert greeting(an_occasion(form=Register.TU, greeting=own)) == own


@pytest.mark.parametrize("own", ["¡Hola, Pedro!", "Hola, Pedro ;) «", "Feliz lunes, Pedro:", "Hola a las", "Hola", ""])
def test_a_greeting_that_does_not_age_is_not_repeated(own: str) -> None:
    assert greeting(an_occasion(form=Register.TU, greeting=own)) == "Hola, Pedro:"


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("Buenas tardes, Pedro:", "Buenos días, Pedro:"),
        ("Buenas noches Pedro", "Buenos días Pedro:"),
        ("¡Hola Perico!", "Hola Perico:"),
        ("Buenas tardes:", "Hola, Pedro:"),
    ],
)
def test_a_greeting_keeps_its_name_and_leaves_its_hour_and_its_cheer(own: str, expected: str) -> None:
    assert greeting(an_occasion(form=Register.TU, greeting=own)) == expected


def asked_by(person: Address, signature: str, form: Register = Register.USTED) -> Occasion:
    """A question that nobody has answered yet, from somebody whose signature we have read."""
    occasion = an_occasion("inquiry", None, form=form, readers=(person,))
    asked = replace(
        occasion.thread[0], direction=Direction.INBOUND, sender=person, to=(ANA,), register=form, signature=signature
    )
    return introduced(replace(occasion, thread=(asked,)))


@pytest.mark.parametrize(
    ("name", "address", "signature", "form", "expected"),
    [
        (
            "",
            "masoler@correo.example",
            "María Antonia Soler",
            Register.USTED,
            "Buenos días, Sra.\N{NO-BREAK SPACE}Soler:",
        ),
        ("Compras", "compras@x.example", "Lic. Susana Rojo", Register.TU, "Hola, Susana:"),
        (
            "info",
            "info@x.example",
            "Dr. Ignacio Barreiro",
            Register.USTED,
            "Buenos días, Sr.\N{NO-BREAK SPACE}Barreiro:",
        ),
        ("", "jalvarez81@post.example", "Jenny Alvarez", Register.NEUTRAL, "Hi Jenny,"),
        ("Nerea Iturbe", "nerea@x.example", "Nerea y Jon", Register.VOSOTROS, "Hola, Nerea y Jon:"),
        ("", "x@x.example", "El equipo de Compras", Register.TU, "Buenos días:"),
        ("", "x@x.example", "Bar Casablanca", Register.TU, "Buenos días:"),
        ("", "x@x.example", "Directora de obra", Register.TU, "Buenos días:"),
        ("", "x@x.example", "Carmen les desea feliz verano", Register.TU, "Buenos días:"),
        ("", "x@x.example", "", Register.TU, "Buenos días:"),
        ("Pedro Ruiz", "pedro@x.example", "Marta", Register.TU, "Hola, Pedro:"),
    ],
)
def test_who_has_no_name_in_the_address_is_greeted_as_he_signs(
    name: str, address: str, signature: str, form: Register, expected: str
) -> None:
    occasion = asked_by(Address(address=address, name=name), signature, form)
    assert greeting(occasion) == expected


def test_a_task_names_the_client_as_he_signs_but_a_firm_by_its_own_name() -> None:
    nameless = asked_by(Address(address="masoler@correo.example"), "María Antonia Soler")
    assert full_name(nameless.commitment.counterparty) == "María Antonia Soler"
    firm = asked_by(Address(address="hola@bar.example", name="Bar Casablanca"), "Marta Gil")
    assert full_name(firm.commitment.counterparty) == "Bar Casablanca"


def test_a_couple_behind_one_address_is_greeted_by_both_names() -> None:
    both = Address(address="clara@x.example", name="Clara e Íñigo")
    assert greeting(an_occasion(form=Register.VOSOTROS, readers=(both,))) == "Hola, Clara e Íñigo:"
    assert greeting(an_occasion(form=Register.NEUTRAL, readers=(named("Mark & Denise Jensen"),))) == (
        "Hi Mark and Denise,"
    )


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Norte Digital", "hola@nortedigital.example"),
        ("Pinturas Robles", "robles@pinturasrobles.example"),
        ("Whitfield Joinery", "office@whitfieldjoinery.example"),
        ("Casa Rural El Roble", "info@elroble.example"),
        ("Fisioterapia Alba", "citas@fisioalba.example"),
    ],
)
def test_a_firms_name_is_cut_to_no_first_name(name: str, address: str) -> None:
    assert first_name(Address(address=address, name=name)) == ""


def test_an_unknown_name_is_a_persons_unless_the_address_says_otherwise() -> None:
    assert first_name(Address(address="k.osei@uni.example", name="Dr Kwame Osei")) == "Kwame"
    assert first_name(Address(address="compras@x.example", name="WILSON GIRALDO")) == "Wilson"


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("Ana Vega", "Un saludo,\nAna Vega"),
        ("Arq. Ana Vega", "Un saludo,\nArq. Ana Vega"),
        ("El equipo de Norte Digital", "Un saludo,\nEl equipo de Norte Digital"),
        ("Tel. 910 000 112", "Un saludo,\nAna"),
        ("", "Un saludo,\nAna"),
    ],
)
def test_the_user_signs_as_in_his_last_message(signature: str, expected: str) -> None:
    occasion = an_occasion()
    assert goodbye(replace(occasion, thread=(replace(occasion.thread[0], signature=signature),))) == expected


def test_a_colleagues_signature_is_not_the_users() -> None:
    occasion = an_occasion()
    theirs = replace(occasion.thread[0], signature="Luis Vega", sender=named("Luis Vega"))
    assert goodbye(replace(occasion, thread=(theirs,))) == "Un saludo,\nAna"


def test_where_no_pronoun_tells_a_familiar_greeting_or_goodbye_does() -> None:
    def told(greeting: str, goodbye: str = "Un saludo,") -> Register:
        occasion = an_occasion(greeting=greeting, goodbye=goodbye)
        return replace(occasion, thread=(replace(occasion.thread[0], register=Register.NEUTRAL),)).register

    assert told("Hola, Pedro:") is Register.TU
    assert told("Pedro:", "Un abrazo,") is Register.TU
    couple = replace(an_occasion(greeting="Hola, Clara e Íñigo:"), readers=(named("Clara e Íñigo"),))
    assert replace(couple, thread=(replace(couple.thread[0], register=Register.NEUTRAL),)).register is (
        Register.VOSOTROS
    )
    assert told("Hola, Sr. Ruiz:") is Register.USTED
    assert told("Buenos días:") is Register.USTED


def test_a_greeting_to_one_is_not_repeated_to_two() -> None:
    occasion = an_occasion(form=Register.TU, greeting="Hola, Pedro:")
    assert greeting(replace(occasion, readers=(PEDRO, INES))) == "Hola, Pedro e Inés:"


def test_a_greeting_to_two_is_repeated_to_one_only_if_it_names_nobody_else() -> None:
    both = an_occasion(form=Register.TU, readers=(PEDRO, INES), greeting="Hola, Pedro e Inés:")
    assert greeting(replace(both, readers=(PEDRO,))) == "Hola, Pedro:"
    general = an_occasion(form=Register.TU, readers=(PEDRO, INES), greeting="Buenos días:")
    assert greeting(replace(general, readers=(PEDRO,))) == "Buenos días:"


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("Un abrazo,", "Un abrazo,\nAna"),
        ("Quedo a la espera,", "Un saludo,\nAna"),
        ("Cualquier cosa me dices.", "Un saludo,\nAna"),
        ("Buen finde,", "Un saludo,\nAna"),
        ("¡Un abrazo!", "Un abrazo,\nAna"),
        ("Saludos", "Saludos,\nAna"),
        ("atentamente,", "Atentamente,\nAna"),
        ("", "Un saludo,\nAna"),
    ],
)
def test_the_users_own_goodbye_is_repeated_where_it_asks_for_nothing(own: str, expected: str) -> None:
    assert goodbye(an_occasion(form=Register.TU, goodbye=own)) == expected


def test_a_firm_signs_with_its_whole_name_and_an_address_does_not_sign() -> None:
    assert goodbye(replace(an_occasion(), sender=named("Estudio Norte"))) == "Un saludo,\nEstudio Norte"
    assert goodbye(replace(an_occasion(), sender=named(""))) == "Un saludo,"


def test_where_we_never_wrote_in_the_thread_we_write_as_elsewhere_to_these_people() -> None:
    occasion = an_occasion("inquiry", None, form=Register.TU, greeting="Hola Pedro,", goodbye="Un abrazo,")
    ours = occasion.thread[0]
    asked = replace(ours, id="q", direction=Direction.INBOUND, sender=PEDRO, to=(ANA,), register=Register.USTED)
    moved = replace(occasion, thread=(asked,), elsewhere=(ours,))
    assert moved.register is Register.TU
    assert greeting(moved) == "Hola Pedro,"
    assert goodbye(moved) == "Un abrazo,\nAna"
    stranger = replace(moved, elsewhere=(replace(ours, to=(INES,)),))
    assert stranger.register is Register.USTED
    assert greeting(stranger) == "Buenos días, Sr.\N{NO-BREAK SPACE}Ruiz:"


@pytest.mark.parametrize(
    ("form", "zone", "expected"),
    [
        (Register.TU, "Europe/Madrid", Register.VOSOTROS),
        (Register.USTED, "Europe/Madrid", Register.USTEDES),
        (Register.TU, "America/Bogota", Register.USTEDES),
        (Register.VOSOTROS, "America/Bogota", Register.USTEDES),
        (Register.VOS, "Europe/Madrid", Register.USTEDES),
    ],
)
def test_two_readers_are_written_to_in_the_plural_of_their_country(
    form: Register, zone: str, expected: Register
) -> None:
    occasion = an_occasion(form=form, readers=(PEDRO, INES))
    assert replace(occasion, zone=ZoneInfo(zone)).register is expected


@pytest.mark.parametrize(
    ("theirs", "as_many", "expected"),
    [
        (Register.USTEDES, False, Register.USTED),
        (Register.VOSOTROS, False, Register.TU),
        (Register.USTEDES, True, Register.USTEDES),
        (Register.USTED, False, Register.USTED),
    ],
)
def test_one_person_who_writes_to_us_as_to_a_firm_is_answered_as_one(
    theirs: Register, as_many: bool, expected: Register
) -> None:
    occasion = an_occasion("inquiry", None)
    asked = replace(
        occasion.thread[0],
        direction=Direction.INBOUND,
        sender=PEDRO,
        to=(ANA,),
        register=theirs,
        plural_author=as_many,
    )
    assert replace(occasion, thread=(asked,)).register is expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Argentina/Cordoba", Register.VOS),
        ("America/Montevideo", Register.VOS),
        ("America/Mexico_City", Register.TU),
        ("Europe/Madrid", Register.TU),
    ],
)
def test_one_reader_on_the_river_plate_is_vos(zone: str, expected: Register) -> None:
    assert replace(an_occasion(form=Register.TU), zone=ZoneInfo(zone)).register is expected
