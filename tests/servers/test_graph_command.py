"""The real command at Microsoft with the file of a token cache alone: it is renewed, kept, and told when it ends."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.credentials import Credentials
from tests.servers import entra
from tests.servers.entra import Entra
from tests.servers.entra_person import ask, signs_in
from tests.servers.graph_world import GraphWorld
from tests.servers.test_graph_sign_in import loaded

PROMISE = "Buenos días, Pedro:\n\nMañana le envío el presupuesto de la cocina.\n\nUn saludo,\nAna"


@pytest.fixture(scope="module")
def server() -> Entra:
    return entra.start()


def prometido(world: GraphWorld, *words: str) -> tuple[int, str]:
    """Run the command as its user does."""
    command = [sys.executable, "-m", "daemon", *words, "--config", str(world.config)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PROMETIDO")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=250, check=False, env=environment)
    return done.returncode, done.stdout + done.stderr


def a_cache(path: Path, server: Entra, **changed: Any) -> str:
    """Sign in elsewhere, and give the cache as MSAL writes it, its access token long ended."""
    settings = loaded(path, server)
    signs_in(settings, io.StringIO(), server, "approve", device=True)
    cache = json.loads(Credentials.of(settings).token_file("ana-ms").read_text())
    for token in cache["AccessToken"].values():
        token.update(expires_on="1", extended_expires_on="1", **changed)
    return json.dumps(cache)


def a_world(path: Path, server: Entra, credential: str) -> GraphWorld:
    more = f', authority: "{server.authority}", ca_bundle: "{server.ca}"'
    path.mkdir()
    world = GraphWorld(path, lists=True, client="prometido", more=more, credential=credential)
    world.user.trusts_all = True
    world.we_write(PROMISE, "2026-03-10 10:12")
    return world


def kept(world: GraphWorld) -> Path:
    return world.place / "state" / "tokens" / "microsoft.token"


def test_a_token_cache_alone_is_enough_and_what_rotates_is_kept_beside_it(
    tmp_path: Path, server: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.9 22")
    (tmp_path / "elsewhere").mkdir()
    credential = a_cache(tmp_path / "elsewhere", server)
    world = a_world(tmp_path / "firm", server, credential)
    for moment in ("2026-03-12T09:05:00+01:00", "2026-03-12T09:06:00+01:00"):
        code, said = prometido(world, "once", "--now", moment)
        assert code == 0, said
    assert len(world.drafts()) == 1
    assert len(world.task_records()) == 1
    assert world.user.violations == []
    assert stat.S_IMODE(kept(world).stat().st_mode) == 0o600
    secrets = [json.loads(text)["RefreshToken"] for text in (credential, kept(world).read_text())]
    [before], [after] = ([one["secret"] for one in tokens.values()] for tokens in secrets)
    assert before != after, "the second run would have had the first one's sign-in revoked"
    assert (world.place / "secrets" / "microsoft").read_text() == credential


def test_a_sign_in_that_was_revoked_is_told_with_what_to_do(
    tmp_path: Path, server: Entra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.9 22")
    (tmp_path / "elsewhere").mkdir()
    credential = a_cache(tmp_path / "elsewhere", server)
    [refresh] = json.loads(credential)["RefreshToken"].values()
    with ask(server) as client:
        client.post(f"{server.base}/revoke", data={"token": refresh["secret"], "client_id": "prometido"})
    world = a_world(tmp_path / "firm", server, credential)
    code, said = prometido(world, "once", "--now", "2026-03-12T09:05:00+01:00")
    assert code == 1
    assert "prometido auth" in said
    assert refresh["secret"] not in said
    code, said = prometido(world, "status", "--json")
    assert code == 1
    assert json.loads(said)[0]["state"] == "needs_reauth"
    assert world.user.requests == []
    assert world.drafts() == []
