"""Who is us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.facts import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Our side: the user's own addresses, and the colleagues' addresses and domains.

    ``colleagues`` holds whole addresses, domains (``estudio.example``) and ``*@domain``; all lower case.
    """

    addresses: frozenset[str]
    colleagues: frozenset[str] = frozenset()

    def __contains__(self, person: object) -> bool:
        """Whether an :class:`Address` is on our side. Plus-addresses (``ana+web@…``) count as their owner's."""
        if not isinstance(person, Address):
            return False
        address, domain = person.address, person.domain
        local = address.rpartition("@")[0]
        plain = f"{local.partition('+')[0]}@{domain}"
        return bool({address, plain} & self.addresses or {address, plain, domain, f"*@{domain}"} & self.colleagues)

    def outside(self, people: Iterable[Address]) -> tuple[Address, ...]:
        """The people who are not us, in order, each once."""
        return tuple(dict.fromkeys(person for person in people if person.address and person not in self))
