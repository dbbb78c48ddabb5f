from __future__ import annotations

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from config import schema

EXAMPLE = schema.FILE.with_name("example.yaml")


def test_the_published_schema_is_current() -> None:
    assert schema.FILE.read_text(encoding="utf-8") == schema.render(), "run: python -m config.schema"


def test_the_example_follows_the_published_schema() -> None:
    data = YAML(typ="safe", pure=True).load(EXAMPLE.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(json.loads(schema.render()))
    validator.validate(data)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(data | {"languaje": "es"})
