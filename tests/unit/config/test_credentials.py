from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError

import config
from config.credentials import CredentialError, Credentials


class Ring(KeyringBackend):
    """A keyring in memory; one without entries behaves as a machine without any."""

    priority = 1.0

    def __init__(self, secrets: dict[str, str]) -> None:
        super().__init__()
        self.secrets = secrets

    def get_password(self, service: str, username: str) -> str | None:
        if not self.secrets:
            raise NoKeyringError
        return self.secrets.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[f"{service}/{username}"] = password


@pytest.fixture
def ring() -> Iterator[dict[str, str]]:
    before = keyring.get_keyring()
    secrets: dict[str, str] = {}
    keyring.set_keyring(Ring(secrets))
    yield secrets
    keyring.set_keyring(before)


@pytest.fixture
def places(tmp_path: Path, ring: dict[str, str]) -> Credentials:
    for name in ("secrets", "given"):
        (tmp_path / name).mkdir()
    return Credentials(secrets=tmp_path / "secrets", state=tmp_path / "state", given=tmp_path / "given")


@pytest.fixture
def service(ring: dict[str, str]) -> Iterator[Credentials]:
    """A service's places: the folder of secrets is root's, the others are its own."""
    with tempfile.TemporaryDirectory() as folder:  # not below pytest's, which nobody else may enter
        place = Path(folder)
        place.chmod(0o755)
        for name in ("secrets", "state", "given"):
            (place / name).mkdir(mode=0o700)
        if os.geteuid() == 0:
            for name in ("state", "given"):
                os.chown(place / name, 61234, 61235)
        yield Credentials(secrets=place / "secrets", state=place / "state", given=place / "given")


@contextmanager
def as_the_service(places: Credentials) -> Iterator[None]:
    """Be somebody who may not look into the folder of secrets."""
    places.secrets.chmod(0)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(61234)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        places.secrets.chmod(0o700)


def put(file: Path, text: str, mode: int = 0o600) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def test_a_user_without_a_home_has_no_keyring(places: Credentials) -> None:
    class Homeless(Ring):
        def get_password(self, service: str, username: str) -> str | None:
            raise RuntimeError("Could not determine home directory.")

    keyring.set_keyring(Homeless({}))
    with pytest.raises(CredentialError, match="no credential"):
        places.find("ana-imap")


def test_what_systemd_gives_comes_before_the_file_and_the_file_before_the_keyring(
    places: Credentials, ring: dict[str, str]
) -> None:
    ring["prometido/ana-imap"] = "from the keyring"
    assert places.find("ana-imap") == "from the keyring"
    put(places.secrets / "ana-imap", "from the file\n")
    assert places.find("ana-imap") == "from the file"
    assert places.given is not None
    put(places.given / "ana-imap", "from systemd", mode=0o440)
    assert places.find("ana-imap") == "from systemd"


def test_a_secret_others_can_read_is_refused_with_what_to_do(places: Credentials) -> None:
    put(places.secrets / "ana-imap", "x", mode=0o640)
    with pytest.raises(CredentialError, match=r"can be read by others \(mode 0640\); run “chmod 600 .*ana-imap”"):
        places.find("ana-imap")


def test_a_secret_with_nothing_in_it_is_no_secret(places: Credentials) -> None:
    put(places.secrets / "ana-imap", "\n", mode=0o600)
    with pytest.raises(CredentialError, match="ana-imap is empty; put the secret into it"):
        places.find("ana-imap")


def test_a_secret_that_is_nowhere_says_where_it_could_be(places: Credentials) -> None:
    with pytest.raises(
        CredentialError, match=r"put it into .*secrets/ana-imap .*LoadCredential.*keyring set prometido"
    ):
        places.find("ana-imap")


@pytest.mark.parametrize("name", ["../etc/passwd", "a/b", "", ".hidden", "a\0b", "x" * 200, "ñ"])
def test_a_name_that_leads_elsewhere_is_refused_without_repeating_it(places: Credentials, name: str) -> None:
    with pytest.raises(CredentialError, match="that is no name of a credential"):
        places.find(name)
    with pytest.raises(CredentialError, match="that is no name of a credential"):
        places.keep_token(name, "x")


def test_errors_are_one_line_and_hold_no_secret(places: Credentials) -> None:
    (places.secrets / "big").write_bytes(b"hunter2" * 200_000)
    (places.secrets / "bytes").write_bytes(b"hunter2\xff")
    (places.secrets / "folder").mkdir(mode=0o700)
    for name in ("big", "bytes"):
        (places.secrets / name).chmod(0o600)
    for name in ("big", "bytes", "folder", "none"):
        with pytest.raises(CredentialError) as caught:
            places.find(name)
        assert "\n" not in str(caught.value)
        assert "hunter2" not in str(caught.value)


def test_a_renewed_token_outlives_the_secret_it_grew_from(places: Credentials) -> None:
    put(places.secrets / "ana-ms", "first")
    assert places.find_token("ana-ms") == "first"
    places.keep_token("ana-ms", "second")
    places.keep_token("ana-ms", "third")
    assert places.find_token("ana-ms") == "third"
    (places.secrets / "ana-ms").unlink()
    assert places.find_token("ana-ms") == "third"


def test_signing_in_anew_by_hand_replaces_the_renewed_token(places: Credentials) -> None:
    put(places.secrets / "ana-ms", "first")
    places.keep_token("ana-ms", "second")
    put(places.secrets / "ana-ms", "signed in anew")
    assert places.find_token("ana-ms") == "signed in anew"


def test_a_token_without_any_secret_beside_it_is_kept_too(places: Credentials) -> None:
    places.keep_token("ana-ms", "signed in with prometido auth")
    assert places.find_token("ana-ms") == "signed in with prometido auth"


def test_renewed_tokens_are_readable_by_their_owner_alone(places: Credentials) -> None:
    old = os.umask(0)
    try:
        places.keep_token("ana-ms", "token")
    finally:
        os.umask(old)
    file = places.token_file("ana-ms")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["ana-ms.token"]
    file.chmod(0o604)
    with pytest.raises(CredentialError, match="can be read by others"):
        places.find_token("ana-ms")


def test_a_token_that_cannot_be_written_leaves_nothing_half_done(places: Credentials) -> None:
    file = places.token_file("ana-ms")
    (file / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        places.keep_token("ana-ms", "token")
    assert [each.name for each in file.parent.iterdir()] == ["ana-ms.token"]


LEAST = (
    "timezone: UTC\naccounts: [{name: a, mail: {connector: maildir, path: Mail}, addresses: [ana@estudio.example]}]\n"
)


@pytest.mark.parametrize(
    ("extra", "environment", "expected"),
    [
        ("", {}, "state"),
        ("ledger: data/ledger.db\n", {}, "data/state"),
        ("ledger: postgresql://db.example/x\n", {}, "state"),
        ("", {"STATE_DIRECTORY": "/var/lib/prometido:/var/lib/other"}, "/var/lib/prometido"),
        ("state: mine\n", {"STATE_DIRECTORY": "/var/lib/prometido"}, "mine"),
    ],
)
def test_the_places_follow_from_the_configuration(
    tmp_path: Path, extra: str, environment: dict[str, str], expected: str
) -> None:
    (tmp_path / "prometido.yaml").write_text(LEAST + extra, encoding="utf-8")
    found = Credentials.of(config.load(tmp_path / "prometido.yaml"), environment=environment)
    assert found == Credentials(secrets=tmp_path / "secrets", state=tmp_path / expected)


def test_systemd_names_its_folder_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "prometido.yaml").write_text(LEAST, encoding="utf-8")
    loaded = config.load(tmp_path / "prometido.yaml")
    assert Credentials.of(loaded, environment={"CREDENTIALS_DIRECTORY": "/run/c"}).given == Path("/run/c")


def test_a_folder_of_secrets_given_by_the_service_manager_is_found_by_their_names(places: Credentials) -> None:
    assert places.given is not None
    (places.given / "secrets_ana").write_text("from the folder\n")
    assert places.find("ana") == "from the folder"
    (places.given / "ana").write_text("by itself\n")
    assert places.find("ana") == "by itself"


def test_another_secret_or_token_changes_the_stamp(places: Credentials) -> None:
    before = places.stamp()
    places.keep_token("ana", "renewed")
    after = places.stamp()
    assert before != after
    assert places.stamp() == after


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away: run the tests as root too")
def test_what_root_keeps_for_a_service_is_the_services(places: Credentials) -> None:
    places.state.mkdir()
    os.chown(places.state, 61234, 61235)
    places.keep_token("ana", "renewed")
    kept = places.token_file("ana")
    assert [(file.stat().st_uid, file.stat().st_gid) for file in (kept.parent, kept)] == [(61234, 61235)] * 2


def test_a_service_shut_out_of_the_folder_of_secrets_uses_what_was_signed_in_to(service: Credentials) -> None:
    service.keep_token("ana", "signed in with prometido auth")
    assert service.find_token("ana") == "signed in with prometido auth"
    with as_the_service(service):
        assert service.find_token("ana") == "signed in with prometido auth"
        service.keep_token("ana", "renewed")
        assert service.find_token("ana") == "renewed"


def test_a_service_shut_out_of_the_folder_of_secrets_is_told_what_is_missing(service: Credentials) -> None:
    with as_the_service(service), pytest.raises(CredentialError, match="no credential “ana”: put it into"):
        service.find("ana")


def test_a_service_shut_out_of_the_folder_of_secrets_notices_a_new_sign_in(service: Credentials) -> None:
    with as_the_service(service):
        before = service.stamp()
    service.keep_token("ana", "signed in with prometido auth")
    with as_the_service(service):
        assert service.stamp() != before
