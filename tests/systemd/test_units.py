"""The units are accepted by systemd, expose little, and what they forbid is never needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "systemd"
SERVICE, TEMPLATE, USER = (
    UNITS / "prometido.service",
    UNITS / "prometido@.service",
    UNITS / "user" / "prometido.service",
)
CONFINED = [sys.executable, str(Path(__file__).with_name("confined.py"))]
HIGHEST_EXPOSURE = 1.5

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing: apt-get install systemd"
)


def _analyze(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SYSTEMD_PAGER": "cat", "SYSTEMD_COLORS": "0"} | more
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, env=environment, timeout=120
    )


def _lines(unit: Path) -> list[str]:
    return [line for line in unit.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("unit", [SERVICE, TEMPLATE])
def test_a_unit_is_accepted_without_a_word(unit: Path) -> None:
    done = _analyze("verify", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_of_a_user_is_accepted_without_a_word(tmp_path: Path) -> None:
    done = _analyze("--user", "verify", str(USER), XDG_RUNTIME_DIR=str(tmp_path), HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", [SERVICE, TEMPLATE])
def test_a_service_exposes_little(tmp_path: Path, unit: Path) -> None:
    instance = shutil.copy(unit, tmp_path / unit.name.replace("@.", "@firm."))
    told = _analyze("security", "--offline=true", str(instance)).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert exposure is not None
    assert float(exposure[1]) <= HIGHEST_EXPOSURE


def test_the_template_differs_from_the_service_only_in_its_places() -> None:
    same = [line.replace("prometido/%i", "prometido").replace("prometido-%i", "prometido") for line in _lines(TEMPLATE)]
    assert [line.replace(" (%i)", "") for line in same] == _lines(SERVICE)


def test_a_user_forbids_whatever_a_service_forbids_and_a_users_manager_can_enforce() -> None:
    wanted = re.compile(r"^(SystemCall|NoNew|LockPers|MemoryDeny|RestrictAdd|RestrictName|RestrictReal|RestrictSUID)")
    assert set(filter(wanted.match, _lines(SERVICE))) == set(filter(wanted.match, _lines(USER)))


def _confined(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CONFINED, str(SERVICE), *command], capture_output=True, text=True, check=False, cwd=ROOT, timeout=280
    )


def test_the_filters_are_those_of_the_unit() -> None:
    asks = "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)"
    assert "PermissionError" in _confined(sys.executable, "-c", asks).stderr


def test_all_libraries_work_under_the_filters_of_the_unit() -> None:
    loads = (
        "import numpy, re2, fast_mail_parser, sqlite3, msal, googleapiclient.discovery, google.auth;"
        "import httpx, ssl, keyring;"
        "from cryptography.hazmat.primitives.asymmetric import rsa;"
        "ssl.create_default_context(); rsa.generate_private_key(65537, 2048);"
        "print((numpy.ones((300, 300)) @ numpy.ones((300, 300))).sum())"
    )
    done = _confined(sys.executable, "-c", loads)
    assert (done.stdout, done.stderr) == ("27000000.0\n", "")


def test_the_demo_lives_through_its_days_under_the_filters_of_the_unit(tmp_path: Path) -> None:
    done = _confined(sys.executable, "-m", "daemon", "demo", str(tmp_path / "demo"))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "demo" / "Mail" / "Drafts" / "cur").iterdir())) > 0
