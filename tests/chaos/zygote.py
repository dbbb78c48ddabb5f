"""The real command, once a line of standard input: forked from a process that has read the program already.

A child stops itself before it begins, so that a tracer can take hold of it; its process id is written, then its
end as :func:`os.waitstatus_to_exitcode` tells it. What it says goes to the file named first.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path


def main() -> None:
    from daemon.cli.app import run  # noqa: PLC0415
    from daemon.rulebook import open_detector  # noqa: F401, PLC0415

    warm = Path(sys.argv[1])
    run(["once", "--now", "2026-03-10T09:00", "--config", str(warm)])
    gc.freeze()
    print("warm", flush=True)  # noqa: T201
    for line in sys.stdin:
        said, *arguments = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.kill(os.getpid(), signal.SIGSTOP)
            code = run(arguments)
            sys.stdout.flush()
            os._exit(code)
        os.waitid(os.P_PID, child, os.WSTOPPED | os.WNOWAIT)
        print(child, flush=True)  # noqa: T201
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
