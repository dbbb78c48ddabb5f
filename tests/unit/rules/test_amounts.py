from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules import amounts
from rules.signals import Amount
from rules.text import fold


def found(text: str, *, dollar: str = "USD") -> tuple[Amount, ...]:
    return amounts.find(fold(text), text, dollar=dollar)


def total(text: str) -> Amount | None:
    return amounts.total(fold(text), text)


@pytest.mark.parametrize(
    ("text", "value", "currency", "written"),
    [
        ("Son 4.850 € más IVA", "4850", "EUR", "4.850 €"),
        ("1.234,56 EUR", "1234.56", "EUR", "1.234,56 EUR"),
        ("€4,850.00", "4850", "EUR", "€4,850.00"),
        ("a total of $ 12.000 MXN.", "12000", "MXN", "$ 12.000 MXN"),
        ("US$4,850", "4850", "USD", "US$4,850"),
        ("4.850 euros", "4850", "EUR", "4.850 euros"),
        ("unos 12 mil euros", "12000", "EUR", "12 mil euros"),
        ("£1,200 + VAT", "1200", "GBP", "£1,200"),
        ("S/ 3.500", "3500", "PEN", "S/ 3.500"),
        ("COP 5.900.000", "5900000", "COP", "COP 5.900.000"),
        ("$ 150.000 ARS", "150000", "ARS", "$ 150.000 ARS"),
        ("61,40 €/ud", "61.40", "EUR", "61,40 €"),
        ("12,5 euros la hora", "12.5", "EUR", "12,5 euros"),
        ("£12.50 a metre", "12.50", "GBP", "£12.50"),
        ("£25k", "25000", "GBP", "£25k"),
        ("1,5 millones de euros", "1500000", "EUR", "1,5 millones de euros"),
        ("0,350 €", "0.350", "EUR", "0,350 €"),
        ("12 000 €", "12000", "EUR", "12 000 €"),
        ("1'250.50 CHF", "1250.50", "CHF", "1'250.50 CHF"),
        ("3.860€", "3860", "EUR", "3.860€"),
        ("$4,118, up", "4118", "USD", "$4,118"),
    ],
)
def test_a_sum_is_read_as_it_is_written(text: str, value: str, currency: str, written: str) -> None:
    assert found(text) == (Amount(value=Decimal(value), currency=currency, text=written),)


@pytest.mark.parametrize(
    "text",
    ["el 15/03/2026", "llame al 941 555 012", "la OF-26-077", "el 30 %", "3.5", "a las 10.30", "40 A", "IBAN ES91"],
)
def test_a_number_without_a_currency_is_no_sum(text: str) -> None:
    assert found(text) == ()


def test_a_bare_dollar_sign_is_what_the_writer_means_by_it() -> None:
    assert [one.currency for one in found("$186,000 más IVA, 900 pesos", dollar="COP")] == ["COP", "COP"]
    assert [one.currency for one in found("$186,000, or 900 pesos")] == ["USD", "MXN"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mano de obra 9.000 €, material 2.500 €. Total sin IVA: 11.500 €.", "11500"),
        ("El importe asciende a 3.150 €, frente a 4.000 € de la otra vía.", "3150"),
        ("Sale por 11.480 € con electros y 9.950 € sin ellos.", "11480"),
        ("Son 390 € + IVA. Luego la cuota mensual sería de 950 € al mes.", "390"),
        ("Deposit £5,000. The works are £4,200.", "4200"),
        ("Son 2.300 € por cambio de caldera.", "2300"),
        ("Son 800 € por pintar la valla, 900 € por adelantado.", "900"),
        ("5.760 € en total, pagaderos en dos veces de 2.880 €", "5760"),
        ("1, 2, 5, 6: £410 each. All in £8,350. Skip hire £9,000 if needed.", "8350"),
    ],
)
def test_the_total_is_the_sum_called_so_or_the_largest_of_the_whole(text: str, value: str) -> None:
    amount = total(text)
    assert amount is not None
    assert amount.value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "Adjunto presupuesto 26/041 para el cerramiento.",
        "46 €/adulto y 28 €/niño",
        "El laminado mate sale 90 € por ejemplar, o 70 € cada bolsa.",
        "It is $425 a month for the books, plus a one-time $300 setup, or $30 per payslip.",
        "Precio unitario: 38,70 €. Modelo de fundición: a nuestro cargo",
        "Fianza de 500 €, que se devuelve.",
    ],
)
def test_what_names_no_price_of_the_whole_has_no_total(text: str) -> None:
    assert total(text) is None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("es", "Validez 15 días.", date(2026, 3, 25)),
        ("es", "Oferta válida durante 30 días naturales", date(2026, 4, 9)),
        ("es", "La vigencia es de 15 días por el acero.", date(2026, 3, 25)),
        ("es", "Validez un mes.", date(2026, 4, 10)),
        ("es", "Presupuesto válido hasta el 20 de marzo", date(2026, 3, 20)),
        ("es", "La oferta vale hasta el 15 de mayo. El martes le llamo.", date(2026, 5, 15)),
        ("es", "Os mantenemos el precio hasta fin de mes.", date(2026, 3, 31)),
        ("es", "Oferta válida. El martes le llamo.", None),
        ("es", "Válida a las diez, para ustedes.", None),
        ("es", "Vale, el viernes te lo digo.", None),
        ("en", "It's valid for 60 days, so take your time.", date(2026, 5, 9)),
        ("en", "Pricing held 30 days.", date(2026, 4, 9)),
        ("en", "That's good until the end of May.", date(2026, 5, 31)),
        ("en", "Prices firm through December 31, min release $500", date(2026, 12, 31)),
        ("en", "This quote expires on 20 March", date(2026, 3, 20)),
        ("en", "The quote is good.", None),
    ],
)
def test_a_quote_says_until_when_it_holds(language: str, text: str, day: date | None) -> None:
    assert amounts.valid_until(fold(text), language=language, said=date(2026, 3, 10)) == day
