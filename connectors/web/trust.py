"""Whom a connection over TLS trusts: the authorities everybody does, and a private one that the settings name."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpx

from connectors.errors import NeedsUser

if TYPE_CHECKING:
    from pathlib import Path


def trust(ca_bundle: Path | None) -> ssl.SSLContext:
    """Trust the usual authorities, and those in a file of certificates besides: of a firm's own, or a gateway's.

    Raises NeedsUser where there is none in the file.
    """
    context = httpx.create_ssl_context()
    try:
        if ca_bundle is not None:
            context.load_verify_locations(ca_bundle)
    except OSError as error:
        raise NeedsUser(f"ca_bundle {ca_bundle} cannot be used: {error.strerror or error}") from error
    return context


def is_distrust(error: BaseException) -> bool:
    """Whether an error comes from a certificate nobody we trust has signed."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, ssl.SSLCertVerificationError):
        seen = seen.__cause__ or seen.__context__
    return seen is not None
