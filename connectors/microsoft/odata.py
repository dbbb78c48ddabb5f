"""OData as Graph speaks it: how a question is written, and what its answers are made of.

An answer is taken for what it can be: fields may be missing, come besides what was asked for, or in another order. Only
one that is no list where a list was asked for, or an entry without an id, cannot be worked with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from connectors.errors import Transient

PROPERTY = "String {{2b0a6f0e-6d0c-4f4e-9a53-52d1c1a4d7b6}} Name {name}"
"""A named property of ours (MS-OXPROPS, 1.3.2); the GUID is Prometido's own and the same for ever."""
KEY = PROPERTY.format(name="Prometido")
"""The key of a draft or task that was left."""
PLAIN = "$,()':;=/{}@"
"""What a query may hold as it is (RFC 3986, 3.4, and the braces Graph's own examples have)."""


class Get(NamedTuple):
    """A request that changes nothing: path within the mailbox, query, preferences besides the usual ones."""

    path: str
    query: Mapping[str, str] | str = ""
    prefer: tuple[str, ...] = ()


def segment(one: str) -> str:
    """Write an id as a part of a path."""
    return quote(one, safe="=")


def written(query: Mapping[str, str]) -> str:
    """Write a query; the names of OData stay legible."""
    return "&".join(f"{name}={quote(value, safe=PLAIN)}" for name, value in query.items())


def quoted(value: str) -> str:
    """Write a text in a filter (OData 4.01, URL Conventions, 5.1.1.14.1)."""
    return "'{}'".format(value.replace("'", "''"))


def with_properties(*wanted: str) -> str:
    """Ask for extended properties beside an item."""
    return f"singleValueExtendedProperties($filter={' or '.join(f'id eq {quoted(one)}' for one in wanted)})"


def has_property(wanted: str, value: str) -> str:
    """Ask for the items whose extended property has a value."""
    return f"singleValueExtendedProperties/any(ep: ep/id eq {quoted(wanted)} and ep/value eq {quoted(value)})"


def items(answer: Mapping[str, Any], doing: str) -> list[dict[str, Any]]:
    """Give the entries of a list. Raises Transient for what is none."""
    there = answer.get("value")
    if not isinstance(there, list) or not all(isinstance(one, dict) and one.get("id") for one in there):
        raise Transient(f"{doing}: Microsoft's answer is no list")
    return there


def id_of(answer: Mapping[str, Any]) -> str:
    """Give the id of what was made; empty where it is not told."""
    return str(answer.get("id") or "")


def etag_of(item: Mapping[str, Any]) -> str:
    """Give what an item's present state is called; empty where the server does not say."""
    return str(item.get("@odata.etag") or "")


def next_page(answer: Mapping[str, Any]) -> str:
    """Give the query of the next page; empty on the last one. Raises Transient for a link without one."""
    return _query_of(answer.get("@odata.nextLink"))


def next_round(answer: Mapping[str, Any]) -> str:
    """Give the query that tells what has changed since; empty where the answer does not end a round."""
    return _query_of(answer.get("@odata.deltaLink"))


def property_of(item: Mapping[str, Any], wanted: str) -> str:
    """Give an extended property; empty where there is none. Exchange writes the GUID as it likes."""
    for one in item.get("singleValueExtendedProperties") or ():
        if str(one.get("id", "")).lower() == wanted.lower():
            return str(one.get("value") or "")
    return ""


def _query_of(link: Any) -> str:
    """Take the place out of a link.

    Only the query is used, on the path we asked for: a server's answer never decides where a token is sent.
    """
    query = urlsplit(str(link or "")).query
    if link and not query:
        raise Transient("Microsoft's answer leads nowhere")
    return query
