"""What servers of ours have in common that break when a test asks for it."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next requests that fit; ``inside`` only within a batch."""

    matches: str
    times: int = 1
    skip: int = 0
    """How many requests that fit are left alone first."""
    status: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    executed: bool = False
    """Whether it happens after the request was executed."""
    lost: bool = False
    """The connection breaks instead of an answer."""
    cut: int = 0
    """Only so many bytes of the answer come, and are said to be all."""
    inside: bool = False


def due(faults: Sequence[Fault], request: str, *, inside: bool) -> Fault | None:
    """Take the fault that a request is to meet."""
    for fault in faults:
        if fault.times > 0 and fault.inside is inside and re.search(fault.matches, request):
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            return fault
    return None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


def broken(fault: Fault, reply: Reply | None, refused: Callable[[int, str], Reply]) -> Reply:
    """Give what comes of a request that meets a fault; ``refused`` writes an error as the provider does."""
    if fault.lost:
        return Reply(0, lost=True)
    if fault.cut and reply is not None:
        return replace(reply, body=reply.body[: fault.cut])
    body = fault.body if fault.body is not None else refused(fault.status, fault.reason).body
    return Reply(fault.status, body, fault.headers)


def start(serve: Callable[[str, str, dict[str, str], bytes], Reply]) -> int:
    """Start a server that answers verb, target, headers (in lower case) and body; give its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, TimeoutError):
                self.close_connection = True

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = serve(self.command, self.path, headers, body)
            if reply.lost:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 204:
                self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the library's names

        def log_message(self, *words: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
