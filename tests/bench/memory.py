"""Memory over a simulated year: ``python -m tests.bench.memory [CYCLES]``; what is held after 100 cycles is 1.00.

The real cycle on a real ledger, with mailbox, calendar and tasks in memory: a letter every fourth cycle, half of them
promises, some kept, a third of the drafts sent; now and then a provider that fails.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.errors import SignInNeeded, Transient
from connectors.memory import MemoryCalendar, MemoryMailbox, MemoryTasks
from connectors.protocols import FolderRole
from daemon import logs
from daemon.account import Account
from daemon.cycle import Cycle
from daemon.flow import look
from daemon.service.notices import tell_user
from tests.contract.letters import a_letter, an_event
from tests.worlds import MADRID, World

FIRST = 100
_START = datetime(2026, 1, 7, 8, 0, tzinfo=MADRID)
_SAID = (
    "Hola, Pedro:\n\nEl jueves le envío el presupuesto número {} de la cocina.\n\nUn saludo,\nAna\n",
    "Hola, Ana:\n\n¿Me puede mandar los planos de la obra {} antes del viernes?\n\nUn saludo,\nPedro\n",
    "Hola, Pedro:\n\nLe adjunto el presupuesto {}.\n\nUn saludo,\nAna\n",
    "Gracias por todo lo de la obra {}.\n",
)


def resident() -> int:
    """Bytes of memory the process holds now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def live(place: Path, cycles: int, every: timedelta) -> Iterator[int]:
    """Run so many cycles; yield the number of each when it is over."""
    world = World(place)
    box, calendar, tasks = MemoryMailbox(), MemoryCalendar(), MemoryTasks()
    numbers = count(1)

    def in_memory(account: Account) -> Account:
        return Account(
            name=account.name,
            us=account.us,
            sender=account.sender,
            mail=box,
            drafts=box,
            calendar=calendar,
            tasks=tasks,
            archiver=box,
        )

    firm = world.firm()
    cycle = Cycle(firm=firm, wrap=in_memory)
    for done in range(1, cycles + 1):
        now = _START + done * every
        if done % 4 == 0:
            _deliver(box, next(numbers), now)
        if done % 40 == 0:
            calendar.put(
                "e", an_event(f"e{done}", starts=f"DTSTART:{now:%Y%m%d}T090000Z", ends=f"DTEND:{now:%Y%m%d}T100000Z")
            )
            for ref in list(box.drafts)[::3]:
                box.send(ref, at=now)
        if done % 50 == 0:
            fault = SignInNeeded("the password is wrong") if done % 100 else Transient("the server does not answer")
            box.faults.fail_next("read", fault)
        report = cycle.run(now)
        with firm.engine.connect() as connection:
            flow = look(connection, "despacho", firm.working_time, now) if done % 20 == 0 else None
        tell_user(firm, report.accounts[0], now, flow)
        # The twins stand for somebody else's machine: what they remember is not ours.
        box.faults.calls.clear()
        calendar.faults.calls.clear()
        tasks.faults.calls.clear()
        for ref in list(box.messages)[:-50]:
            del box.messages[ref]
        for ref in [ref for ref, stored in tasks.tasks.items() if b"STATUS:COMPLETED" in stored]:
            del tasks.tasks[ref]
        yield done
    firm.engine.dispose()


def _deliver(box: MemoryMailbox, number: int, now: datetime) -> None:
    said = _SAID[number % len(_SAID)].format(number)
    outbound = number % len(_SAID) in {0, 2}
    letter = a_letter(
        f"m{number}@cliente.example",
        when=now - timedelta(minutes=1),
        subject=f"Obra {number % 50}",
        text=said,
        outbound=outbound,
        attachment="presupuesto.pdf" if "adjunto" in said else "",
    ).replace(b"cliente.example", f"cliente{number % 30}.example".encode())
    box.deliver(letter, FolderRole.SENT if outbound else FolderRole.INBOX, received=now)


def main() -> None:
    """Print what is held after 100 cycles and at every tenth of the way."""
    cycles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    logs.configure(verbose=False)
    first = 0
    with TemporaryDirectory() as place:
        for done in live(Path(place), cycles, timedelta(days=365) / cycles):
            if done == FIRST or done % (cycles // 10) == 0:
                held = resident()
                first = first or held
                print(f"{done:6} cycles: {held / 1e6:6.1f} MB, {held / first:.3f} times what it held first", flush=True)


if __name__ == "__main__":
    main()
