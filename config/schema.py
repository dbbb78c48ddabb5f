"""The JSON Schema of ``prometido.yaml``, for editors: ``python -m config.schema`` writes it beside this module."""

from __future__ import annotations

import json
from pathlib import Path

from config.model import Config

FILE = Path(__file__).with_name("prometido.schema.json")


def render() -> str:
    """Return the schema as the text of its file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Config.model_json_schema(mode="validation")
    return json.dumps(schema | {"title": "prometido.yaml"}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
