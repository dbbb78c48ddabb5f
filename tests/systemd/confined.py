"""Run a command under the system call filters of the unit: ``python confined.py UNIT COMMAND…``.

systemd enforces ``SystemCallFilter=`` and ``MemoryDenyWriteExecute=`` with seccomp, so the same library can do it
without a service manager. Sets of calls are asked of ``systemd-analyze syscall-filter``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from pathlib import Path

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO(EPERM)
_MASKED_EQUAL = 7  # SCMP_CMP_MASKED_EQ
_WRITE, _EXECUTE = 0x2, 0x4  # PROT_WRITE, PROT_EXEC
_SHARED_EXECUTE = 0o100000  # SHM_EXEC
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS


class _Compare(ctypes.Structure):
    _fields_ = [
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    ]


def main() -> None:
    settings = _settings(Path(sys.argv[1]))
    allowed, refused = _calls(settings)
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_void_p,
    ]
    seccomp.seccomp_load.argtypes = [ctypes.c_void_p]
    rules = seccomp.seccomp_init(_REFUSE)
    for name in sorted(allowed - refused):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            _add(seccomp, rules, _ALLOW, number)
    if settings.get("MemoryDenyWriteExecute") == ["yes"]:
        denied = ctypes.c_void_p(seccomp.seccomp_init(_ALLOW)).value
        both, execute = _WRITE | _EXECUTE, _EXECUTE
        _add(seccomp, denied, _REFUSE, _number(seccomp, "mmap"), _Compare(2, _MASKED_EQUAL, both, both))
        for name in ("mprotect", "pkey_mprotect"):
            _add(seccomp, denied, _REFUSE, _number(seccomp, name), _Compare(2, _MASKED_EQUAL, execute, execute))
        shared = _Compare(2, _MASKED_EQUAL, _SHARED_EXECUTE, _SHARED_EXECUTE)
        _add(seccomp, denied, _REFUSE, _number(seccomp, "shmat"), shared)
        _load(seccomp, denied)
    _load(seccomp, rules)
    if ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError("no new privileges")
    os.execvp(sys.argv[2], sys.argv[2:])


def _settings(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def _calls(settings: dict[str, list[str]]) -> tuple[set[str], set[str]]:
    """Names of the calls that are allowed, and of those that are taken away again."""
    allowed: set[str] = set()
    refused: set[str] = set()
    for value in settings["SystemCallFilter"]:
        into = refused if value.startswith("~") else allowed
        for name in value.lstrip("~").split():
            into |= _set(name) if name.startswith("@") else {name}
    return allowed, refused


def _set(name: str) -> set[str]:
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    ).stdout
    names = {line.strip() for line in told.splitlines()[1:]}
    calls = {each for each in names if each and not each.startswith(("#", "@"))}
    return calls.union(*(_set(each) for each in names if each.startswith("@")))


def _number(seccomp: ctypes.CDLL, name: str) -> int:
    return int(seccomp.seccomp_syscall_resolve_name(name.encode()))


def _add(seccomp: ctypes.CDLL, rules: int | None, action: int, number: int, *compares: _Compare) -> None:
    given = (_Compare * len(compares))(*compares)
    if seccomp.seccomp_rule_add_array(rules, action, number, len(compares), ctypes.cast(given, ctypes.c_void_p)):
        raise OSError(f"no rule for call {number}")


def _load(seccomp: ctypes.CDLL, rules: int | None) -> None:
    if seccomp.seccomp_load(rules):
        raise OSError("the filter cannot be loaded")


if __name__ == "__main__":
    main()
