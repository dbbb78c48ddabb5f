"""What the documents show must be so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import config
from config import strict_yaml
from config.accounts import Account, Calendar, Mail, Tasks
from config.model import Config, Rules, Thresholds, WorkingWeek
from daemon.cli.app import app
from rules.playbooks.loading import load_playbooks

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.es.md"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks_of(name: str) -> Iterator[str]:
    yield from re.findall(r"```yaml\n(.*?)```", text_of(name), re.DOTALL)


def commands() -> set[str]:
    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    return named | {str(group.typer_instance.info.name) for group in app.registered_groups if group.typer_instance}


@pytest.mark.parametrize("name", READMES)
def test_the_configuration_on_the_front_page_is_valid(name: str) -> None:
    (block,) = blocks_of(name)
    assert config.loading.load_text(block, ROOT / "prometido.yaml").accounts[0].name == "despacho"


@pytest.mark.parametrize("name", READMES)
def test_the_front_page_names_every_command(name: str) -> None:
    shown = set(re.findall(r"`([a-z-]+)`", text_of(name)))
    assert commands() <= shown | {"rules"}
    assert "`rules`" in text_of(name)


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text_of(name))
    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert missing == []


def test_the_examples_in_the_guide_to_the_configuration_are_valid() -> None:
    guide = [block for block in blocks_of("docs/configuration.md") if not block.startswith("#")]
    accounts, playbooks = guide
    loaded = config.loading.load_text("timezone: Europe/Madrid\n" + accounts, ROOT / "prometido.yaml")
    assert loaded.accounts[0].task_place == loaded.accounts[0].tasks
    assert load_playbooks([strict_yaml.load(playbooks, "p").within(("playbooks",))])


def keys_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_the_guide_to_the_configuration_names_every_key_and_connector() -> None:
    places = [member for union in (Mail, Calendar, Tasks) for member in union.__origin__.__args__]
    keys = keys_of(Config).union(*map(keys_of, [Account, Rules, Thresholds, WorkingWeek, *places]))
    connectors = {member.model_fields["connector"].annotation.__args__[0] for member in places}
    words = set(re.findall(r"[a-z_]+", text_of("docs/configuration.md")))
    assert (keys | connectors) - words == set()
