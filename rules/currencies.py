"""Whose dollar a bare "$" is: a Mexican means pesos by it, a Chilean other ones, an American dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.facts import Direction

if TYPE_CHECKING:
    from rules.reading.reading import Reading

DOLLAR: Final = "USD"
_OF_COUNTRY: Final = {
    "AR": "ARS", "CL": "CLP", "CO": "COP", "CU": "CUP", "DO": "DOP", "MX": "MXN", "UY": "UYU",
    "AU": "AUD", "CA": "CAD", "NZ": "NZD",
}  # fmt: skip
"""ISO 3166 → ISO 4217, where "$" is the country's own sign. Ecuador and Panama pay in dollars of the USA."""
_SPEAKS_ENGLISH: Final = frozenset({"AU", "CA", "NZ"})
_OF_ZONE: Final = {
    "America/Argentina": "AR", "America/Buenos_Aires": "AR", "America/Santiago": "CL", "America/Punta_Arenas": "CL",
    "America/Bogota": "CO", "America/Santo_Domingo": "DO", "America/Montevideo": "UY", "America/Mexico_City": "MX",
    "America/Monterrey": "MX", "America/Merida": "MX", "America/Cancun": "MX", "America/Chihuahua": "MX",
    "America/Hermosillo": "MX", "America/Tijuana": "MX", "America/Toronto": "CA", "America/Vancouver": "CA",
    "America/Edmonton": "CA", "America/Winnipeg": "CA", "America/Halifax": "CA", "Pacific/Auckland": "NZ",
    "Australia": "AU",
}  # fmt: skip
"""Names of zones (IANA), or how they begin, where only one country keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dollar:
    """What "$" means in the mail of one firm."""

    country: str = ""
    """ISO 3166, or empty where it is not known."""

    @classmethod
    def of(cls, *, holidays: str | None, zone: str) -> Dollar:
        """Know the firm's country by its holidays ("MX", "US-CA"), else by its zone."""
        if holidays:
            return cls(country=holidays.partition("-")[0].upper())
        return cls(country=next((country for name, country in _OF_ZONE.items() if zone.startswith(name)), ""))

    def meant_in(self, reading: Reading) -> str:
        """Return the ISO 4217 code a message means: of the other side's country, else of ours if it is its tongue."""
        message = reading.message
        others = message.to if message.direction is Direction.OUTBOUND else (message.sender,)
        for person in others:
            if (code := _OF_COUNTRY.get(person.domain.rpartition(".")[2].upper())) is not None:
                return code
        is_own_tongue = (reading.language == "en") is (self.country in _SPEAKS_ENGLISH)
        return _OF_COUNTRY.get(self.country, DOLLAR) if is_own_tongue else DOLLAR
