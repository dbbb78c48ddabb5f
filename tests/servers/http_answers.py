"""An HTTP or HTTPS server that answers each path with what a test wrote down."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

Answer = tuple[int, dict[str, Any]]


class HttpAnswers:
    """``answers`` maps a path to a function of the form fields that were sent."""

    def __init__(self, answers: dict[str, Callable[[dict[str, str]], Answer]], *, identity: Path | None = None) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        asked = self.asked

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                self._answer({name: values[0] for name, values in parse_qs(body).items()})

            def _answer(self, fields: dict[str, str]) -> None:
                path = self.path.partition("?")[0]
                asked.append((path, fields))
                status, facts = answers[path](fields) if path in answers else (404, {})
                body = json.dumps(facts).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if identity is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(identity)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
