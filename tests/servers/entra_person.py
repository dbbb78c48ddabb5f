"""A person who signs in: reads what is printed, and does what it says."""

from __future__ import annotations

import html
import io
import re
import ssl
import threading
import time
from contextlib import redirect_stdout
from urllib.parse import parse_qs, urlsplit

import httpx

import config
from daemon.signing_in import sign_in
from tests.servers.entra import Entra


def ask(server: Entra) -> httpx.Client:
    return httpx.Client(
        verify=ssl.create_default_context(cafile=str(server.ca)), timeout=20, follow_redirects=True, trust_env=False
    )


class Person(threading.Thread):
    """Reads what is printed, and does what it says."""

    def __init__(self, screen: io.StringIO, server: Entra, how: str) -> None:
        super().__init__(daemon=True)
        self._screen = screen
        self._server = server
        self._how = how

    def run(self) -> None:
        with ask(self._server) as client:
            if self._how == "browser":
                self._open(client, self._read(r"(https://\S+/authorize\S+)\n"))
            else:
                code = self._read(r"Type (\S+)\n")
                verb, _, reason = self._how.partition(" ")
                query = {"user_code": code, "code": reason}
                client.post(f"{self._server.base}/_test/{verb}", params=query).raise_for_status()

    def _read(self, pattern: str) -> str:
        # A line that has not ended yet is not all of it.
        while not (found := re.search(pattern, self._screen.getvalue())):
            time.sleep(0.02)
        return found[1]

    def _open(self, client: httpx.Client, address: str) -> None:
        self.asked = parse_qs(urlsplit(address).query)
        page = client.get(address).text
        fields = {name: html.unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page)}
        httpx.post(self.asked["redirect_uri"][0], data=fields, timeout=20, trust_env=False)


def signs_in(settings: config.Config, screen: io.StringIO, server: Entra, how: str, **more: object) -> Person:
    person = Person(screen, server, how)
    person.start()
    with redirect_stdout(screen):
        sign_in(settings, settings.accounts[0], **more)  # type: ignore[arg-type]  # device and port
    person.join(20)
    return person
