"""All playbooks of a firm, and which of them a commitment gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rules.playbooks.playbook import Playbook

if TYPE_CHECKING:
    from rules.facts import Address
    from rules.signals import Kind, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which commitments get another playbook than their kind's. What is empty matches all."""

    use: str
    rule: str = ""
    counterparty: str = ""
    """An address, a domain, or ``*@domain``; lower case."""
    kind: Kind | None = None
    owes: Party | None = None

    def fits(self, kind: Kind, owes: Party, rule: str, counterparty: Address) -> bool:
        """Say whether it holds for a commitment."""
        return (
            self.kind in {None, kind}
            and self.owes in {None, owes}
            and self.rule in {"", rule}
            and self.counterparty in {"", counterparty.address, counterparty.domain, f"*@{counterparty.domain}"}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbooks:
    """All playbooks of a firm, by name, and who gets which."""

    by_name: Mapping[str, Playbook]
    choices: tuple[Choice, ...] = ()
    """The last one that fits holds."""
    by_rule: Mapping[str, str] = field(default_factory=dict)
    """The playbook a rule names itself, by the rule's id."""

    def for_(self, kind: Kind, owes: Party, rule: str, counterparty: Address) -> Playbook:
        """Return the playbook of a commitment: the user's choice, else its rule's own, else that of its kind."""
        for choice in reversed(self.choices):
            if choice.fits(kind, owes, rule, counterparty):
                return self.by_name[choice.use]
        own = self.by_name.get(self.by_rule.get(rule, ""))
        return own or self.by_name.get(f"{kind}.{owes}") or self.by_name[kind]
