"""Who is trusted: the authorities everybody trusts and a private one, whatever the environment says."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx
import pytest
import requests
import trustme

from connectors.errors import NeedsUser
from connectors.web.session import equipped
from connectors.web.trust import is_distrust, trust
from tests.servers.http_answers import HttpAnswers


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    return authority


def test_a_private_authority_is_trusted_besides_the_usual_ones(tmp_path: Path, authority: trustme.CA) -> None:
    usual, besides = trust(None), trust(tmp_path / "ca.pem")
    assert len(besides.get_ca_certs()) == len(usual.get_ca_certs()) + 1
    assert besides.verify_mode is ssl.CERT_REQUIRED
    assert besides.check_hostname


def test_a_file_without_an_authority_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing\n")
    with pytest.raises(NeedsUser, match=r"ca_bundle .*ca\.pem cannot be used"):
        trust(tmp_path / "ca.pem")


def test_a_sign_in_trusts_the_private_authority_whatever_the_environment_says(
    tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    with HttpAnswers({"/": lambda _: (200, {"said": "yes"})}, identity=tmp_path / "server.pem") as server:
        url = f"https://localhost:{server.port}/"
        with equipped(requests.Session(), tmp_path / "ca.pem") as session:
            assert session.get(url).json() == {"said": "yes"}
        with equipped(requests.Session(), None) as session, pytest.raises(requests.exceptions.SSLError):
            session.get(url)
        with pytest.raises(httpx.ConnectError) as raised:
            httpx.get(url, trust_env=False)
    assert is_distrust(raised.value)
    assert not is_distrust(OSError())
