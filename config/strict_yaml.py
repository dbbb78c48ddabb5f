"""YAML 1.2, read strictly: plain data, and the line and column of every part of it.

What people write here ends in the drafts they send, so nothing is guessed: a key given twice, a tag, an
anchor or alias, a second document or absurd nesting is a fault with its place. Words stay words
(``no`` and ``on`` are text; only ``true`` and ``false`` are truth values; ``09:00`` is text).

Use it in two moves, each of which raises :class:`Faults` with everything it found; what does not keep the data from
being understood, such as a key given twice, is told by the second move, together with what else is wrong::

    source = strict_yaml.read(path)                 # or load(text, name)
    rules = strict_yaml.validate(RuleFile, source)  # a pydantic model, or any type it understands

A check of one's own names the place by its path in the data:
``raise Faults([source.fault(("accounts", 0, "name"), "…; expected …")])``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from config import wording
from config.sources import Fault, Faults, Path, Place, Source
from config.yaml_events import Builder, Stop

if TYPE_CHECKING:
    from pathlib import Path as File

MAX_CHARACTERS = 1_000_000

T = TypeVar("T")


def read(file: File, *, name: str | None = None) -> Source:
    """Read a file. ``name`` is what faults call it (its path unless given). Raises :class:`Faults`."""
    name = name or str(file)
    return load(text_of(file, name=name), name)


def text_of(file: File, *, name: str | None = None) -> str:
    """Return the text of a file as it is, without a byte order mark. Raises :class:`Faults`."""
    name = name or str(file)
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Faults([Fault(name, 1, 1, f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise Faults([Fault(name, *place, "this is not UTF-8; save the file as UTF-8 text")]) from None


def load(text: str, name: str) -> Source:
    """Read YAML text; faults call it ``name``. Raises :class:`Faults` where it cannot be told what it says."""
    if len(text) > MAX_CHARACTERS:
        raise Faults([Fault(name, 1, 1, f"too long; expected at most {MAX_CHARACTERS:,} characters")])
    builder = Builder(name)
    understood = False
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
        understood = builder.understood
    except Stop:
        pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        began = error.context_mark.line + 1 if error.context_mark is not None else 1
        builder.add_fault(mark, f"not valid YAML: {wording.yaml_problem(error.problem or error.context or '', began)}")
    except ReaderError as error:
        before = text[: error.position]
        builder.faults.append(
            Fault(
                name,
                before.count("\n") + 1,
                len(before) - before.rfind("\n"),
                "a control character; expected printable text",
            )
        )
    except (ValueError, OverflowError):
        # An escape such as "\\U99999999" beyond Unicode escapes the parser as the error of chr().
        builder.faults.append(Fault(name, *builder.last, "not valid YAML: an escape that is no character"))
    if not understood:
        raise Faults(builder.faults)
    return Source(name, builder.root, {(): Place(1, 1)} | builder.values, builder.keys, tuple(builder.faults))


def validate(model: type[T], source: Source, *, context: Any = None) -> T:
    """Make a ``model`` of the data, or raise :class:`Faults` with every fault at its place.

    Types are strict as in JSON: ``"8"`` is no number and ``1`` is no text, while dates, paths and
    enumerations are written as text.
    """
    faults = list(source.faults)
    try:
        data = TypeAdapter(model).validate_json(json.dumps(source.data), strict=True, context=context)
    except ValidationError as error:
        unread = {(fault.line, fault.column) for fault in faults}
        for each in error.errors(include_url=False):
            fault = _fault_of(source, model, each)
            if not _is_consequence(each) and not (each["input"] is None and (fault.line, fault.column) in unread):
                faults.append(fault)
    if faults:
        raise Faults(faults)
    return data


def _is_consequence(error: Any) -> bool:
    """Whether a list is called too short only because its items were refused, each with a fault of its own."""
    return error["type"] == "too_short" and bool(len(error["input"]) >= error["ctx"]["min_length"])


def _fault_of(source: Source, model: Any, error: Any) -> Fault:
    """Turn an error of pydantic's into a sentence at the place it is about."""
    path: Path = ()
    missing: str | int | None = None
    for step in error["loc"]:  # a union puts its tag into the path, a mapping "[key]": neither is in the data
        if (*path, step) in source.values:
            path = (*path, step)
            missing = None
        else:
            missing = step
    what = wording.sentence(model, error)
    at_key = error["type"] == "extra_forbidden"
    if error["type"] == "union_tag_invalid":
        path = (*path, error["ctx"]["discriminator"].strip("'"))
    if error["type"] == "missing":
        what = f'"{missing}" is missing{what}'
    elif path and not at_key:
        what = f"{wording.name_of(path)}: {what}"
    return source.fault(path, what, key=at_key)
