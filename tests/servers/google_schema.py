"""A gate that lets only pass what Google's own descriptions of its interfaces allow.

They come with googleapiclient. Every request is held against its method's parameters and body, and every answer
against the schema it announces, without a word that is not in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema
from googleapiclient.discovery_cache import get_static_doc

APIS = {"gmail": "v1", "calendar": "v3", "tasks": "v1"}
PATTERNS = {"int64": r"^-?\d+$", "uint64": r"^\d+$", "byte": r"^[A-Za-z0-9_=-]*$"}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of an interface."""

    api: str
    id: str
    verb: str
    path: re.Pattern[str]
    parameters: Mapping[str, Any]
    takes: str
    gives: str


class ViolationError(Exception):
    """What passed the gate is not what Google describes."""


@cache
def methods() -> tuple[Method, ...]:
    """Read the methods of all three interfaces."""
    return tuple(method for api, version in APIS.items() for method in _methods_of(api, version))


def find(verb: str, path: str) -> Method:
    """Find the method of a request. Raises ViolationError where Google has none."""
    for method in methods():
        if method.verb == verb and method.path.fullmatch(path):
            return method
    raise ViolationError(f"{verb} {path}: no such method")


def check_request(method: Method, query: Mapping[str, list[str]], body: bytes) -> None:
    """Hold a request against its method. Raises ViolationError."""
    for name, values in query.items():
        described = method.parameters.get(name)
        if described is None:
            raise ViolationError(f"{method.id}: no parameter {name}")
        if len(values) > 1 and not described.get("repeated"):
            raise ViolationError(f"{method.id}: parameter {name} given twice")
        for value in values:
            _check_parameter(method, name, described, value)
    if bool(body) != bool(method.takes):
        raise ViolationError(f"{method.id}: {'a' if body else 'no'} body")
    if body:
        _check(method, method.takes, json.loads(body), "request")


def check_answer(method: Method, body: bytes) -> None:
    """Hold the answer to a request that was served against its method. Raises ViolationError."""
    if not method.gives:
        if body:
            raise ViolationError(f"{method.id}: an answer with a body")
        return
    _check(method, method.gives, json.loads(body), "answer")


def _methods_of(api: str, version: str) -> Iterator[Method]:
    described = json.loads(get_static_doc(api, version))

    def walk(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        yield from resource.get("methods", {}).values()
        for inner in resource.get("resources", {}).values():
            yield from walk(inner)

    for method in walk(described):
        path = re.sub(r"\\\{\+?\w+\\\}", "[^/]+", re.escape(described["servicePath"] + method["path"]))
        yield Method(
            api=api,
            id=method["id"],
            verb=method["httpMethod"],
            path=re.compile(path),
            parameters={**described["parameters"], **method.get("parameters", {})},
            takes=method.get("request", {}).get("$ref", ""),
            gives=method.get("response", {}).get("$ref", ""),
        )


def _check_parameter(method: Method, name: str, described: Mapping[str, Any], value: str) -> None:
    kind = described.get("type")
    if kind == "boolean" and value not in {"true", "false"}:
        raise ViolationError(f"{method.id}: {name}={value} is no boolean")
    if kind == "integer":
        low, high = int(described.get("minimum", 0)), int(described.get("maximum", 2**32))
        if not value.isdigit() or not low <= int(value) <= high:
            raise ViolationError(f"{method.id}: {name}={value} is not between {low} and {high}")
    if "enum" in described and value not in described["enum"]:
        raise ViolationError(f"{method.id}: {name}={value} is none of {described['enum']}")
    if described.get("format") == "date-time" and not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", value):
        raise ViolationError(f"{method.id}: {name}={value} is no moment with an offset")


def _check(method: Method, name: str, said: Any, what: str) -> None:
    for error in _validator(method.api, name).iter_errors(said):
        place = "/".join(map(str, error.absolute_path))
        raise ViolationError(f"{method.id}: {what} {name} {place}: {error.message[:200]}")


@cache
def _validator(api: str, name: str) -> jsonschema.Draft202012Validator:
    schemas = json.loads(get_static_doc(api, APIS[api]))["schemas"]
    definitions = {key: _strict(schema) for key, schema in schemas.items()}
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a schema of a discovery document into JSON Schema that knows no words but its own."""
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    strict: dict[str, Any] = {}
    if schema.get("type", "any") != "any":
        strict["type"] = schema["type"]
    if "properties" in schema:
        strict["properties"] = {key: _strict(value) for key, value in schema["properties"].items()}
        strict["additionalProperties"] = False
    if isinstance(schema.get("additionalProperties"), dict):
        strict["additionalProperties"] = _strict(schema["additionalProperties"])
    if "items" in schema:
        strict["items"] = _strict(schema["items"])
    if "enum" in schema:
        strict["enum"] = schema["enum"]
    if schema.get("type") == "string" and schema.get("format") in PATTERNS:
        strict["pattern"] = PATTERNS[schema["format"]]
    return strict
