"""Signing in: which provider an account is at, and where what it gives is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from config.accounts import Gmail, Google, Microsoft
from config.credentials import Credentials, state_folder

if TYPE_CHECKING:
    from config.accounts import Account
    from config.model import Config


def sign_in(config: Config, account: Account, *, device: bool = False, port: int | None = None) -> None:
    """Sign in to every provider of an account, and keep the tokens. Raises ConnectorError and CredentialError.

    ``device`` asks for a code to type on another device, where the provider has that; ``port`` is where the browser
    comes back to.
    """
    credentials = Credentials.of(config)
    places = [place for place in (account.mail, account.calendar, account.tasks) if place is not None]
    google = [place for place in places if isinstance(place, Google)]
    if google:
        from connectors.google.auth import sign_in as sign_in_to_google  # noqa: PLC0415 - heavy, and one provider's

        sign_in_to_google(
            google,
            hint=account.addresses[0],
            find=credentials.find,
            keep=credentials.keep_token,
            say=typer.echo,
            port=port,
        )
        if isinstance(account.mail, Gmail):
            _tell_aliases(config, account, account.mail, credentials)
    microsoft = [place for place in places if isinstance(place, Microsoft)]
    if microsoft:
        from connectors.microsoft.auth import sign_in as sign_in_to_microsoft  # noqa: PLC0415 - heavy, one provider's

        sign_in_to_microsoft(
            microsoft,
            hint=account.addresses[0],
            state=state_folder(config),
            keep=credentials.keep_token,
            say=typer.echo,
            device=device,
            port=port,
        )


def _tell_aliases(config: Config, account: Account, mail: Gmail, credentials: Credentials) -> None:
    """Name the addresses an account sends as that are not among its own: they are us from now on."""
    from connectors.errors import ConnectorError  # noqa: PLC0415 - the parser of the command line does not need them
    from connectors.gmail import open_mail  # noqa: PLC0415
    from connectors.registry import Context  # noqa: PLC0415

    context = Context(
        account=account.name,
        state=state_folder(config),
        credential=credentials.find_token,
        zone=config.zone,
        keep=credentials.keep_token,
    )
    mailbox = open_mail(mail, context)
    try:
        others = [address for address in mailbox.aliases() if address not in account.addresses]
    except ConnectorError:
        return  # the check says it in full
    finally:
        mailbox.close()
    if others:
        typer.echo(f"It also sends as {', '.join(others)}: what is sent from there counts as yours.")
