"""A sign-in server in the shape of Microsoft's, on a certified OpenID provider, behind a private authority."""

from __future__ import annotations

import base64
import datetime as dt
import fcntl
import functools
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.servers.processes import Process, free_port, short_folder

HOME = Path(__file__).parent / "npm"


@dataclass(frozen=True, slots=True)
class Entra:
    """Where it is, and what one needs to be let in."""

    authority: str
    ca: Path
    certificate: str
    """Private key and certificate of the app ``certified``, as a credential has them."""

    @property
    def base(self) -> str:
        return f"{self.authority}/v2.0"


@functools.cache
def start() -> Entra:
    """Start it once."""
    _install()
    folder = short_folder()
    authority = trustme.CA()
    identity = authority.issue_cert("localhost")
    ca, certificate, key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
    authority.cert_pem.write_to_path(ca)
    identity.cert_chain_pems[0].write_to_path(certificate)
    identity.private_key_pem.write_to_path(key)
    pem, public = _app()
    port = free_port()
    process = Process(
        ["node", str(HOME / "entra.mjs"), str(port), str(certificate), str(key), public], log=folder / "entra.log"
    )
    process.wait_for(port, seconds=60)
    return Entra(f"https://localhost:{port}/estudio.example", ca, pem)


def _app() -> tuple[str, str]:
    """Make an app's key and certificate; give them as PEM, and the public key as a JWK."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prometido")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "RSA", "use": "sig", "n": _coded(numbers.n), "e": _coded(numbers.e)}
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode(), json.dumps(jwk)


def _coded(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _install() -> None:
    """Install the packages of the lock file, once for all processes that test."""
    with (HOME / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (HOME / "node_modules" / "oidc-provider").is_dir():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HOME, check=True, timeout=250)
