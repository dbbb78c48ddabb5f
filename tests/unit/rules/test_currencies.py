"""Whose dollar a bare "$" is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config import strict_yaml
from config.sources import Faults
from rules.currencies import Dollar
from rules.detection import Detector
from rules.facts import Address
from rules.language.loading import load_rules
from rules.playbooks.loading import load_playbooks
from rules.reading import read
from rules.signals import Amount, Kind
from tests.builders import a_message

SPANISH = "Hola, Pedro:\n\nLe adjunto la cotización de la cocina: $185,000.\n\nSaludos,\nAna"
ENGLISH = "Hi Pedro,\n\nPlease find attached our quote for the kitchen: $12,500.\n\nRegards,\nAna"


@pytest.mark.parametrize(
    ("holidays", "zone", "text", "to", "meant"),
    [
        ("MX", "America/Mexico_City", SPANISH, "pedro@cliente.example", "MXN"),
        (None, "America/Argentina/Cordoba", SPANISH, "pedro@cliente.example", "ARS"),
        ("CO", "America/Bogota", SPANISH, "pedro@cliente.cl", "CLP"),
        ("EC", "America/Guayaquil", SPANISH, "pedro@cliente.example", "USD"),
        ("MX", "America/Mexico_City", ENGLISH, "pedro@client.example", "USD"),
        ("AU-NSW", "Australia/Sydney", ENGLISH, "pedro@client.example", "AUD"),
        ("ES-MD", "Europe/Madrid", SPANISH, "pedro@cliente.example", "USD"),
        ("ES-MD", "Europe/Madrid", SPANISH, "pedro@cliente.com.mx", "MXN"),
    ],
)
def test_a_bare_dollar_is_the_other_sides_else_ours(
    holidays: str | None, zone: str, text: str, to: str, meant: str
) -> None:
    dollar = Dollar.of(holidays=holidays, zone=zone)
    message = a_message(text, to=(Address(address=to, name="Pedro"),), attachments=("quote.pdf",))
    assert dollar.meant_in(read(message)) == meant
    [quote] = [signal for signal in Detector(load_rules(), dollar=dollar).detect(message) if signal.kind is Kind.QUOTE]
    assert quote.amount is not None
    assert quote.amount.currency == meant


@pytest.mark.parametrize(
    ("value", "currency", "large"),
    [
        ("9999", "EUR", False),
        ("10000", "EUR", True),
        ("185000", "MXN", False),
        ("250000", "MXN", True),
        ("9000000", "COP", False),
        ("60000000", "COP", True),
        ("20000", "JPY", True),
    ],
)
def test_what_is_large_depends_on_the_currency(value: str, currency: str, large: bool) -> None:
    playbook = load_playbooks().by_name["quote"]
    amount = Amount(value=Decimal(value), currency=currency, text=value)
    assert playbook.is_large(amount, project=False) is large


def test_one_sum_of_the_users_holds_for_every_currency() -> None:
    own = strict_yaml.load("quote: {large_from: 5000}", "prometido.yaml")
    playbook = load_playbooks([own]).by_name["quote"]
    assert playbook.is_large(Amount(value=Decimal(6000), currency="MXN", text="6000"), project=False)


@pytest.mark.parametrize(("written", "said"), [("{eur: 10}", "no currency"), ("{EUR: many}", "no sum")])
def test_a_threshold_that_is_none_is_told_with_its_place(written: str, said: str) -> None:
    own = strict_yaml.load(f"quote: {{large_from: {written}}}", "prometido.yaml")
    with pytest.raises(Faults, match=rf"prometido.yaml:1:\d+: .*{said}"):
        load_playbooks([own])
