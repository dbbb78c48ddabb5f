from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from config import strict_yaml
from config.sources import Fault, Faults, Place

if TYPE_CHECKING:
    from pathlib import Path


def faults_of(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        strict_yaml.validate(Any, strict_yaml.load(text, "f.yaml"))  # type: ignore[arg-type]
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("'true'", "true"),
        ("09:00", "09:00"),
        ("2026-03-10", "2026-03-10"),
        ("12", 12),
        ("-1.5e3", -1500.0),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("ES-MD", "ES-MD"),
    ],
)
def test_words_stay_words_and_only_plain_numbers_are_numbers(text: str, value: object) -> None:
    found = strict_yaml.load(f"a: {text}", "f.yaml").data["a"]
    assert (found, type(found)) == (value, type(value))


def test_every_part_knows_its_line_and_column() -> None:
    source = strict_yaml.load("a: 1\nb:\n  - {c: [x, y]}\n", "f.yaml")
    assert source.place(("b", 0, "c", 1)) == Place(3, 13)
    assert source.place(("b", 0, "c"), key=True) == Place(3, 6)
    assert source.place(("b", 0, "missing")) == Place(3, 5)


def test_a_part_is_a_source_of_its_own() -> None:
    part = strict_yaml.load("a: 1\nb:\n  c: x\n", "f.yaml").within(("b",))
    assert part.data == {"c": "x"}
    assert part.fault(("c",), "no") == Fault("f.yaml", 3, 6, "no")
    with pytest.raises(KeyError):
        part.within(("d",))


def test_keys_are_text_whatever_they_look_like() -> None:
    assert strict_yaml.load("1: a\ntrue: b\n", "f.yaml").data == {"1": "a", "true": "b"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\na: 2", 'f.yaml:2:1: "a" is given twice (first in line 1); expected once'),
        ("a: &x 1", "f.yaml:1:4: an anchor (&name); expected the value itself, written out where it is used"),
        ("a: !!python/object:os.system x", "f.yaml:1:4: a tag (!name); expected a plain value"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document; expected one document in a file"),
        ("? [a]\n: b", "f.yaml:1:3: a key made of several values; expected a word"),
        ("a:\n\t- b", "f.yaml:2:1: not valid YAML: a tab where spaces are expected"),
        (
            "a: b: c",
            "f.yaml:1:5: not valid YAML: a colon where no key can be; put quotes around text that holds a colon",
        ),
        ("a: 1\nkey\nb: 2", "f.yaml:3:1: not valid YAML: a key without its colon"),
        ("a: 'b", "f.yaml:1:6: not valid YAML: the file ends within the quotes that begin in line 1"),
        (
            "- a: 1\n  b: 2\n c: 3",
            "f.yaml:3:2: not valid YAML: the indentation; expected this to begin in the",
        ),
        ("- a: 1\n   b: 2", "f.yaml:2:5: not valid YAML: a colon where no key can be"),
        ("a: [1]\n  b: 2", "f.yaml:2:3: not valid YAML: the indentation; "),
        (
            "a: {b: 1\nc: 2",
            "f.yaml:2:2: not valid YAML: a comma or the end of the “{” of line 1 is missing",
        ),
        ("a: [b\nc: 2", "f.yaml:2:2: not valid YAML: a comma or the end of the “[” of line 1 is missing before this"),
        ("a: [1,", "f.yaml:1:7: not valid YAML: a value is missing here"),
        ("a: x\x07", "f.yaml:1:5: a control character; expected printable text"),
        ("a: " + "9" * 5000, "f.yaml:1:4: a number of too many digits"),
        ("a: 1e999", "f.yaml:1:4: a number of too many digits"),
        ('a: "\\ud800"', "f.yaml:1:4: half of a surrogate pair; expected whole characters"),
        ('a: 1\nb: "\\U99999999"', "f.yaml:2:1: not valid YAML: an escape that is no character"),
        ('a: "\\U00110000"', "f.yaml:1:1: not valid YAML: an escape that is no character"),
        ("*a : b", "f.yaml:1:1: an alias (*name); expected the value itself, written out"),
        ("%YAML 9.9\n---\na: 1", "f.yaml:1:1: not valid YAML"),
        ("x" * 1_000_001, "f.yaml:1:1: too long; expected at most 1,000,000 characters"),
    ],
)
def test_what_is_not_plain_yaml_is_a_fault_with_its_place(text: str, fault: str) -> None:
    assert faults_of(text)[0].startswith(fault)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert [fault.split(": ")[0] for fault in faults_of("a: [1, &q 2]\na: *q\nb: !t 1\n")] == [
        "f.yaml:1:8",
        "f.yaml:2:1",
        "f.yaml:2:4",
        "f.yaml:3:4",
    ]


@pytest.mark.parametrize("text", ["[" * 3000, "{a: " * 3000, "- " * 3000, "? " * 3000])
def test_absurd_nesting_is_refused_before_it_costs_anything(text: str) -> None:
    assert (
        "nested too deeply; expected at most 32 levels" in faults_of(text)[-1] or "several values" in faults_of(text)[0]
    )


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{n}: &{n} [{','.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert "an anchor" in faults_of(bomb)[0]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!%?|>'\"#,\n\t \\ux09~"), max_size=40))
def test_any_text_gives_data_or_faults_with_a_place_inside_it(text: str) -> None:
    try:
        strict_yaml.load(text, "f.yaml")
    except Faults as caught:
        lines = text.split("\n")
        for fault in caught.faults:
            assert 1 <= fault.line <= len(lines) + 1
            assert fault.column >= 1


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="cannot be read: no such file or directory"):
        strict_yaml.read(tmp_path / "none.yaml")


def test_a_file_in_another_encoding_is_a_fault_at_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes("a: 1\nb: año\n".encode("latin-1"))
    with pytest.raises(Faults, match=r"^f.yaml:2:5: this is not UTF-8"):
        strict_yaml.read(file, name="f.yaml")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes("\ufeffa: 1\n".encode())
    assert strict_yaml.read(file).data == {"a": 1}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hen(Strict):
    kind: Literal["hen"]
    eggs: int = Field(description="how many eggs")
    since: date | None = None


class Cow(Strict):
    kind: Literal["cow"]
    milk: float = 0.0


class Farm(Strict):
    animals: tuple[Annotated[Hen | Cow, Field(discriminator="kind")], ...] = Field(min_length=1)
    notes: dict[str, int] = {}


def complaints_about(text: str) -> list[str]:
    source = strict_yaml.load(text, "f.yaml")
    with pytest.raises(Faults) as caught:
        strict_yaml.validate(Farm, source)
    return [str(fault) for fault in caught.value.faults]


def test_how_a_file_is_written_and_what_it_says_are_told_together() -> None:
    text = (
        "animals:\n  - kind: hen\n    eggs: &few many\n    eggs: 3\n  - {kind: cow, milk: *few}\n"
        "notes: {a: x}\nnotes: {}\n"
    )
    assert complaints_about(text) == [
        "f.yaml:3:11: an anchor (&name); expected the value itself, written out where it is used",
        'f.yaml:3:11: eggs: expected a whole number, not "many"',
        'f.yaml:4:5: "eggs" is given twice (first in line 3); expected once',
        "f.yaml:5:23: an alias (*name); expected the value itself, written out",
        'f.yaml:6:12: a: expected a whole number, not "x"',
        'f.yaml:7:1: "notes" is given twice (first in line 6); expected once',
    ]


def test_what_is_wrong_with_a_value_is_placed_where_it_was_given_first() -> None:
    text = "animals: [{kind: hen, eggs: 3}, {kind: cow, milk: x}]\nanimals: []\n"
    assert [fault.split(" ")[0] for fault in complaints_about(text)] == ["f.yaml:1:51:", "f.yaml:2:1:"]


def test_good_data_becomes_the_model() -> None:
    source = strict_yaml.load("animals: [{kind: hen, eggs: 3, since: 2026-03-10}, {kind: cow, milk: 2}]", "f.yaml")
    assert strict_yaml.validate(Farm, source) == Farm(
        animals=(Hen(kind="hen", eggs=3, since=date(2026, 3, 10)), Cow(kind="cow", milk=2.0))
    )


def test_every_fault_of_the_data_is_told_at_its_place_in_plain_words() -> None:
    animals = "animals:\n  - {kind: hen, egs: 3}\n  - {kind: caw}\n  - {milk: 1}\n  - {kind: cow, milk: yes}\n"
    text = animals + "notes: {a: 1.5}\nfoo: 1\n"
    assert complaints_about(text) == [
        'f.yaml:2:5: "eggs" is missing; expected how many eggs',
        'f.yaml:2:17: unknown key "egs"; did you mean "eggs"?',
        'f.yaml:3:12: kind: "caw" is not known here; did you mean "cow"?',
        'f.yaml:4:5: animals[2]: "kind" is missing; expected one that says what this is',
        'f.yaml:5:23: milk: expected a number, not "yes"',
        "f.yaml:6:12: a: expected a whole number, not 1.5",
        'f.yaml:7:1: unknown key "foo"; expected animals or notes',
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "f.yaml:1:1: expected keys with values, not nothing"),
        ("animals: []", "f.yaml:1:10: animals: nothing in it; expected at least 1"),
        ("animals: {a: 1}", "f.yaml:1:10: animals: expected a list, not keys with values"),
        ("animals: [[]]", "f.yaml:1:11: animals[0]: expected keys with values, not a list"),
        ("animals: [{kind: hen, eggs: '3'}]", 'f.yaml:1:29: eggs: expected a whole number, not "3"'),
        ("animals: [{kind: hen, eggs: true}]", "f.yaml:1:29: eggs: expected a whole number, not true"),
    ],
)
def test_types_are_not_bent_into_one_another(text: str, fault: str) -> None:
    assert complaints_about(text) == [fault]
