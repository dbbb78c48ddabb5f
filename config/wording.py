"""The words of faults: what is wrong, and what was expected, for somebody who writes no programs."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel

_TYPES: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "date_type": "a date such as 2026-03-10",
    "date_from_datetime_parsing": "a date such as 2026-03-10",
    "path_type": "a path",
}


def sentence(model: Any, error: Any) -> str:
    """Say an error of pydantic's in plain words. A missing key's name is the caller's to put in front."""
    given, kind, ctx = error["input"], error["type"], error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            key = str(error["loc"][-1])
            text = f'unknown key "{shorten(key)}"{_nearest(key, _keys_at(model, error["loc"][:-1]))}'
        case "missing":
            text = _expectation(model, error["loc"])
        case "union_tag_invalid":
            text = f'"{shorten(ctx["tag"])}" is not known here{_nearest(ctx["tag"], _options(ctx["expected_tags"]))}'
        case "union_tag_not_found":
            text = f'"{ctx["discriminator"].strip(chr(39))}" is missing; expected one that says what this is'
        case "literal_error" | "enum":
            text = f"{describe(given)} is not known here{_nearest(given, _options(ctx['expected']))}"
        case "too_short":
            text = f"nothing in it; expected at least {ctx['min_length']}"
        case "value_error":
            text = str(ctx["error"])
        case _ if kind in _TYPES:
            text = f"expected {_TYPES[kind]}, not {describe(given)}"
        case _:
            reason = error["msg"]
            text = f"{describe(given)} does not fit: {reason[:1].lower()}{reason[1:]}"
    return text


def describe(value: Any) -> str:
    """Name a value shortly: its text in quotes, or what sort of thing it is."""
    match value:
        case None:
            text = "nothing"
        case bool():
            text = str(value).lower()
        case int() | float():
            text = shorten(str(value))
        case str():
            text = f'"{shorten(value)}"'
        case Mapping():
            text = "keys with values"
        case _:
            text = "a list"
    return text


def name_of(path: Sequence[str | int]) -> str:
    """Name a value by its key, and by its number in the list it is in, which counts from 0 as in a path."""
    *above, last = path
    if isinstance(last, str):
        return shorten(last)
    return f"{name_of(above) if above else ''}[{last}]"


def shorten(text: str) -> str:
    """Cut a long or unprintable text so that it fits into one line."""
    line = "".join(character if character.isprintable() else "·" for character in text)
    return line if len(line) <= 60 else line[:59] + "…"


def yaml_problem(problem: str, began: int) -> str:
    """Say instead of a YAML parser's words what most often lies behind them; it was reading what began in a line."""
    opened = "{" if "or '}'" in problem else "["
    behind = {
        "\\t": "a tab where spaces are expected",
        "mapping values are not allowed": "a colon where no key can be; put quotes around text that holds a colon, "
        "and check the indentation",
        "expected ':'": "a key without its colon; expected “key: value”",
        "expected <block end>": "the indentation; expected this to begin in the column of what belongs with it, "
        f"from line {began} on",
        "expected ',' or": f"a comma or the end of the “{opened}” of line {began} is missing before this",
        "unexpected end of stream": f"the file ends within the quotes that begin in line {began}",
        "expected the node content": "a value is missing here",
    }
    return next((text for words, text in behind.items() if words in problem), shorten(problem) or "it cannot be read")


def _nearest(given: Any, known: Sequence[str]) -> str:
    if isinstance(given, str) and (close := difflib.get_close_matches(given, known, n=1)):
        return f'; did you mean "{close[0]}"?'
    return f"; expected {_either(known)}" if known else ""


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _options(quoted: str) -> list[str]:
    """Take pydantic's list of options ("'a', 'b' or 'c'") apart."""
    return quoted.split("'")[1::2]


def _expectation(model: Any, loc: Sequence[str | int]) -> str:
    owner = _type_at(model, loc[:-1])
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        for name, info in owner.model_fields.items():
            if loc[-1] in {name, info.alias} and info.description:
                return f"; expected {info.description}"
    return ""


def _keys_at(model: Any, loc: Sequence[str | int]) -> list[str]:
    owner = _type_at(model, loc)
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        return [info.alias or name for name, info in owner.model_fields.items()]
    return []


def _type_at(model: Any, loc: Sequence[str | int]) -> Any:
    """Follow a path of pydantic's through the annotations: fields, list items, mapping values, union tags."""
    for step in loc:
        model = _step(_plain(model), step)
    return _plain(model)


def _plain(annotation: Any) -> Any:
    """Strip Annotated and "or None" from an annotation."""
    while True:
        if typing.get_origin(annotation) is Annotated:
            annotation = typing.get_args(annotation)[0]
        elif _is_union(annotation) and len(some := _members(annotation)) == 1:
            annotation = some[0]
        else:
            return annotation


def _step(annotation: Any, step: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        return next((info.annotation for name, info in fields.items() if step in {name, info.alias}), None)
    if _is_union(annotation):
        members = [_plain(member) for member in _members(annotation)]
        return next((member for member in members if _is_tagged(member, step)), annotation)
    arguments = [each for each in typing.get_args(annotation) if each is not Ellipsis]
    return arguments[-1] if arguments else None


def _is_union(annotation: Any) -> bool:
    return typing.get_origin(annotation) in {Union, types.UnionType}


def _members(annotation: Any) -> list[Any]:
    return [member for member in typing.get_args(annotation) if member is not type(None)]


def _is_tagged(member: Any, tag: str | int) -> bool:
    """Whether a union's member is the one meant by ``tag``: a value of one of its literals, or its name."""
    if not (isinstance(member, type) and issubclass(member, BaseModel)):
        return False
    literals = (info.annotation for info in member.model_fields.values())
    return tag == member.__name__ or any(
        typing.get_origin(literal) is Literal and tag in typing.get_args(literal) for literal in literals
    )
