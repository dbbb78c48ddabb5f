"""Copy Prometido and the libraries it runs with from the environment it is tested in: ``python deb/collect.py FOLDER``.

What is packaged is what was tested, to the byte, and nothing is fetched.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

OURS = ("config", "rules", "connectors", "daemon")
_TRAINED_ON = ("dev*.jsonl", "deadlines.jsonl", "threads.jsonl", "said.jsonl", "GUIDE.md")
_HERE = Path(__file__).resolve().parent.parent


def main() -> None:
    """Fill the folder."""
    target = Path(sys.argv[1])
    project = tomllib.loads((_HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for package in OURS:
        # Of the corpus only the ordinary mail goes along, on which rules of the user's own are tried.
        shutil.copytree(_HERE / package, target / package, ignore=shutil.ignore_patterns("__pycache__", *_TRAINED_ON))
    about = target / f"prometido-{project['version']}.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text(f"Metadata-Version: 2.1\nName: prometido\nVersion: {project['version']}\n", encoding="utf-8")
    for _, found in sorted(_needed(project["dependencies"]).items()):
        for file in found.files or ():
            if file.parts[0] != ".." and "__pycache__" not in file.parts:
                (target / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(found.locate_file(file), target / file)


def _needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """All distributions that are needed here, by normalised name."""
    found: dict[str, Distribution] = {}
    waiting = _applying(requirements, frozenset())
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) not in seen:
            seen.add((name, extras))
            found[name] = distribution(name)
            waiting += _applying(found[name].requires or (), extras)
    return found


def _applying(requirements: Iterable[str], extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Names and extras of the requirements that hold on this machine and for these extras."""
    return [
        (needed.name.lower().replace("_", "-"), frozenset(needed.extras))
        for needed in map(Requirement, requirements)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras | {""})
    ]


if __name__ == "__main__":
    main()
