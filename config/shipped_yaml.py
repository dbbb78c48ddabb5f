"""YAML that comes with Prometido, read some ten times faster than what people write.

Its files are held to :mod:`config.strict_yaml` by a test, which finds the same data at the same places in them; so at
run time nothing is checked again, and libyaml reads them. It knows YAML 1.1 only: files of the user's own go through
``strict_yaml`` whatever they cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from config import strict_yaml
from config.sources import Place, Source
from config.yaml_events import resolve

if TYPE_CHECKING:
    from config.sources import Path

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""PyYAML may have been built without libyaml; then its own parser does."""


def load(text: str, name: str) -> Source:
    """Read YAML text that is known to be without fault; ``name`` is what others' faults in it are placed by.

    Raises Faults where it is no YAML after all.
    """
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return strict_yaml.load(text, name)
    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    return Source(name, _take(root, (), values, keys), values, keys)


def _take(node: Any, path: Path, values: dict[Path, Place], keys: dict[Path, Place]) -> Any:
    """Make plain data of a node, and note where each part of it starts."""
    values[path] = Place(node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else resolve(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_take(item, (*path, number), values, keys) for number, item in enumerate(node.value)]
    data = {}
    for key, value in node.value:
        within = (*path, key.value)
        keys[within] = Place(key.start_mark.line + 1, key.start_mark.column + 1)
        data[key.value] = _take(value, within, values, keys)
    return data
