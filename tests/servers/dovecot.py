"""A throw-away Dovecot, as root (mail processes run as nobody) or as an ordinary user."""

from __future__ import annotations

import functools
import grp
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import trustme

from tests.servers.processes import Process, free_port, short_folder

PASSWORD = "secret"
BINARY = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


class Dovecot:
    """Any user exists, with one password. ``port`` speaks plainly and STARTTLS, ``tls_port`` TLS."""

    def __init__(
        self, *, as_user: str | None = None, more: str = "", separator: str = "/", special_use: bool = True
    ) -> None:
        assert BINARY, "Debian's dovecot-imapd is needed: make system-packages"
        self.folder = short_folder()
        self.port, self.tls_port = free_port(), free_port()
        self.ca_bundle = self.folder / "ca.pem"
        self._user = as_user
        self._runs_as_root = os.geteuid() == 0 and as_user is None
        self._mail_user = pwd.getpwnam(
            "nobody" if self._runs_as_root else as_user or pwd.getpwuid(os.geteuid()).pw_name
        )
        self._more = more
        self._separator = separator
        self._special_use = special_use
        self._write()
        self.start()

    def start(self) -> None:
        """Start it; its mail is as it was."""
        command = [str(BINARY), "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = Process(command, log=self.folder / "out.log", user=self._user)
        self._process.wait_for(self.port)

    def stop(self) -> None:
        """Stop it, connections and all."""
        self._process.stop()

    def maildir(self, user: str) -> Path:
        """Where a user's mail lies."""
        return self.folder / "mail" / user / "Maildir"

    def allow(self, old: str, new: str) -> None:
        """Change how much a user's mailbox may hold."""
        settings = self.folder / "dovecot.conf"
        settings.write_text(settings.read_text().replace(f"storage={old}", f"storage={new}"))
        self.admin("reload")

    def renumber(self, user: str, folder: str) -> None:
        """Forget the numbers of the messages in a folder: it gets another UIDVALIDITY, as after a restore.

        Dovecot takes the second of the clock for it, and the next ones for further folders made within a second,
        so that the first one it finds may be the one it had.
        """
        before = self._validity(user, folder)
        until = time.monotonic() + 60
        while self._validity(user, folder) == before:
            assert time.monotonic() < until, f"{folder} keeps its UIDVALIDITY"
            for path in (self.maildir(user) / folder).glob("dovecot*"):
                path.unlink()
            time.sleep(0.1)

    def _validity(self, user: str, folder: str) -> str:
        name = "INBOX" if folder == "." else folder
        return self.admin("mailbox", "status", "-u", user, "uidvalidity", name)

    def log(self) -> str:
        """What it has logged."""
        return (self.folder / "dovecot.log").read_text(errors="replace")

    def admin(self, *words: str) -> str:
        """Run doveadm on it."""
        command = ["doveadm", "-c", str(self.folder / "dovecot.conf"), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, user=self._user).stdout

    def _write(self) -> None:
        """Write certificate and configuration."""
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_bundle))
        identity = authority.issue_cert("localhost")
        (self.folder / "key.pem").write_bytes(identity.private_key_pem.bytes())
        (self.folder / "cert.pem").write_bytes(b"".join(pem.bytes() for pem in identity.cert_chain_pems))
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        (self.folder / "dovecot.conf").write_text(self._configuration())
        user, group = self._mail_user.pw_uid, self._mail_user.pw_gid
        if os.geteuid() == 0:
            os.chown(self.folder / "mail", user, group)
            if self._user is not None:
                for path in (self.folder, *self.folder.rglob("*")):
                    os.chown(path, user, group)

    def _configuration(self) -> str:
        name = self._mail_user.pw_name
        group = grp.getgrgid(self._mail_user.pw_gid).gr_name
        here, uid, gid = self.folder, self._mail_user.pw_uid, self._mail_user.pw_gid
        internal = (
            ""
            if self._runs_as_root
            else f"default_login_user = {name}\ndefault_internal_user = {name}\ndefault_internal_group = {group}\n"
        )
        chroot = "" if self._runs_as_root else "chroot =\n"
        uses = {"Drafts": "\\Drafts", "Sent": "\\Sent", "Trash": "\\Trash", "Archive": "\\Archive"}
        boxes = "".join(
            f"  mailbox {box} {{\n    auto = create\n    special_use = {use}\n  }}\n" for box, use in uses.items()
        )
        boxes = boxes if self._special_use else ""
        return f"""
base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{here}/cert.pem
ssl_key = <{here}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
{internal}
first_valid_uid = {uid}
last_valid_uid = {uid}
first_valid_gid = {gid}
last_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:~/Maildir:LAYOUT=fs
mail_fsync = never
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={here}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = {self._separator}
{boxes}}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {self.port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {self.tls_port}
    ssl = yes
  }}
  {chroot}}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  {chroot}}}
service stats {{
  {chroot}}}
{self._more}
"""


@functools.cache
def shared() -> Dovecot:
    """The one most tests use; each takes a user of its own."""
    return Dovecot()
