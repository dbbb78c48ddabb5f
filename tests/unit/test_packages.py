from __future__ import annotations

from importlib.metadata import distributions

OURS = {"config", "rules", "connectors", "daemon"}


def test_no_dependency_ships_a_module_of_our_names() -> None:
    """Pip would let one overwrite the other without a word (docs/adr/0001)."""
    clashes = {
        f"{distribution.name}: {file}"
        for distribution in distributions()
        if distribution.name != "prometido"
        for file in distribution.files or ()
        if file.parts[0].removesuffix(".py") in OURS
    }
    assert clashes == set()
