"""The Debian package, built and really installed by dpkg, below a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / "deb" / "build-deb"
FAST = {"COMPRESSION": "0", "VERSION": "1.0"}

pytestmark = [
    pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is missing: this is no Debian"),
    pytest.mark.xdist_group("deb"),
    pytest.mark.timeout(900),
]


def _run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | more, timeout=280
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package for the Python of these tests, which is the system's or another one."""
    folder, itself = tmp_path_factory.mktemp("deb"), os.path.realpath(sys.executable)
    done = _run("sh", str(BUILDER), str(folder), **FAST, PYTHON=sys.executable, INTERPRETER=itself)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with nothing on it."""
    database = tmp_path / "var" / "lib" / "dpkg"
    for folder in ("info", "updates"):
        (database / folder).mkdir(parents=True)
    (database / "status").touch()
    return tmp_path


def _dpkg(machine: Path, *arguments: str) -> str:
    force = "--force-not-root,unsafe-io,depends,script-chrootless,bad-path"
    done = _run("dpkg", f"--root={machine}", force, "--log=/dev/null", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _prometido(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _run(str(machine / "usr" / "bin" / "prometido"), *arguments, PYTHONPATH="/nowhere", HOME=str(machine))


def _later(package: Path, place: Path) -> Path:
    """The same package under a later version."""
    _run("dpkg-deb", "-R", str(package), str(place))
    control = place / "DEBIAN" / "control"
    control.write_text(control.read_text().replace("Version: 1.0\n", "Version: 1.1\n"))
    _run("dpkg-deb", "--root-owner-group", "-Znone", "-b", str(place), f"{place}.deb")
    return Path(f"{place}.deb")


def test_it_is_installed_checked_upgraded_removed_and_purged(machine: Path, package: Path, tmp_path: Path) -> None:
    told = _dpkg(machine, "-i", str(package))
    assert "write your accounts into /etc/prometido/prometido.yaml" in told
    assert _prometido(machine, "--version").stdout.startswith("prometido ")
    settings = machine / "etc" / "prometido" / "prometido.yaml"
    done = _prometido(machine, "check", "--config", str(settings))
    assert (done.returncode, "accounts: nothing in it" in done.stderr) == (78, True), done.stderr
    assert (machine / "etc" / "prometido" / "secrets").stat().st_mode & 0o777 == 0o700

    done = _prometido(machine, "demo", str(machine / "demo"))
    assert (done.returncode, done.stderr, "promises kept" in done.stdout) == (0, "", True)

    mine = settings.read_text().replace("holidays: ES}", "holidays: ES-MD}")
    settings.write_text(mine)
    ledger = machine / "var" / "lib" / "prometido" / "ledger.db"
    ledger.parent.mkdir()
    ledger.touch()
    another = settings.parent / "ruiz" / "secrets" / "ana-imap"
    another.parent.mkdir(parents=True)
    another.touch()
    _dpkg(machine, "-i", str(_later(package, tmp_path / "later")))
    assert settings.read_text() == mine
    assert ledger.exists()
    assert "Version: 1.1" in (machine / "var" / "lib" / "dpkg" / "status").read_text()

    _dpkg(machine, "-r", "prometido")
    assert not (machine / "usr" / "lib" / "prometido").exists()
    assert settings.read_text() == mine
    assert ledger.exists()
    _dpkg(machine, "-P", "prometido")
    assert not (machine / "etc" / "prometido").exists()
    assert not ledger.parent.exists()


def test_an_environment_of_another_python_than_the_packages_is_refused_with_what_to_do(tmp_path: Path) -> None:
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\necho 3.99\n")
    other.chmod(0o755)
    done = _run("sh", str(BUILDER), str(tmp_path), **FAST, PYTHON=sys.executable, INTERPRETER=str(other))
    assert (done.returncode, f"{other} is 3.99: rm -r .venv && make deb PYTHON={other}" in done.stderr) == (1, True)


def test_it_holds_the_units_and_nothing_of_the_tests_or_the_corpus(package: Path) -> None:
    listed = _run("dpkg-deb", "-c", str(package)).stdout.splitlines()
    names = {line.split()[5].removeprefix(".") for line in listed}
    assert {
        "/usr/bin/prometido",
        "/usr/lib/systemd/system/prometido.service",
        "/usr/lib/systemd/system/prometido@.service",
        "/usr/lib/systemd/user/prometido.service",
        "/usr/lib/tmpfiles.d/prometido.conf",
        *(f"/usr/share/doc/prometido/docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
    } <= names
    strangers = ("/usr/lib/prometido/pytest", "/root")
    assert not [name for name in names if "/corpus/dev" in name or name.startswith(strangers)]
    assert all(line.split()[1] == "root/root" for line in listed)
