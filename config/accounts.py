"""Accounts: where their mail, calendar and tasks are, by connector.

``connector`` says which of the models a place is; each has exactly the keys that connector understands.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from config.values import (
    AddressText,
    CredentialName,
    ExistingFile,
    Folder,
    FolderNames,
    People,
    Settings,
    Text,
    Url,
    is_loopback,
)


class Folders(Settings):
    """Overrides for folders that are otherwise found by their special use (RFC 6154) or usual name."""

    inbox: FolderNames = ()
    """Folders new mail arrives in."""
    sent: FolderNames = ()
    """Folders that hold what our side has sent."""
    drafts: FolderNames = ()
    """Folders drafts are in; ours are left in the first."""


class Network(Settings):
    """What every connector that speaks to a server takes."""

    credential: CredentialName = Field(description="the name of a credential (see prometido auth)")
    ca_bundle: ExistingFile | None = None
    """PEM file of a private certificate authority; holds for the sign-in too."""


class Google(Network):
    """What Google's interfaces have in common. The credential is an authorised-user JSON as google-auth writes it."""

    endpoint: Url | None = None
    """Replaces https://gmail.googleapis.com/ or https://www.googleapis.com/ (gateways, emulators)."""
    client: CredentialName | None = None
    """Credential with the OAuth client's JSON, needed to sign in for the first time."""
    user: Text | None = None
    """Address of whom a service account acts for, where the credential is one."""


class Microsoft(Network):
    """What Microsoft Graph's interfaces have in common. The credential is a serialised MSAL token cache."""

    client_id: Text = Field(description="the application (client) id of the app registration")
    tenant: Text = "organizations"
    """Tenant id, a domain, ``organizations``, ``consumers`` or ``common``."""
    authority: Url | None = None
    """Replaces https://login.microsoftonline.com/TENANT; instance discovery is off then."""
    endpoint: Url | None = None
    """Replaces https://graph.microsoft.com/v1.0 (sovereign clouds, gateways, emulators), with its version."""
    user: Text | None = None
    """Address of a shared mailbox to work in, instead of the signed-in person's own."""


class Maildir(Folders):
    """Mail that mbsync or OfflineIMAP keeps on this machine."""

    connector: Literal["maildir"]
    path: Folder = Field(description="the folder that holds the Maildir")


class Imap(Folders, Network):
    """Any mail server that speaks IMAP."""

    connector: Literal["imap"]
    host: Text = Field(description="the name of the mail server")
    port: int | None = Field(default=None, ge=1, le=65535)
    """993 with ``security: tls``, else 143, unless given."""
    security: Literal["tls", "starttls", "none"] = "tls"
    """``none`` only for a server on this machine."""
    user: Text = Field(description="the name the server knows the account by")

    @field_validator("security")
    @classmethod
    def _encrypt_what_leaves(cls, security: str, info: ValidationInfo) -> str:
        host = info.data.get("host")
        if security == "none" and host is not None and not is_loopback(host):
            raise ValueError(f"no encryption to {host}; expected tls or starttls (none only for this machine itself)")
        return security

    @property
    def port_number(self) -> int:
        """The port to connect to."""
        return self.port or (993 if self.security == "tls" else 143)


class Gmail(Google):
    """Gmail and Google Workspace mail."""

    connector: Literal["gmail"]
    labels: bool = False
    """Whether delayed mail gets the label Prometido/Retrasados, which needs a wider permission (gmail.modify)."""


class Outlook(Folders, Microsoft):
    """Outlook and Microsoft 365 mail."""

    connector: Literal["outlook"]


class Ics(Settings):
    """A folder of .ics files (vdir), as vdirsyncer keeps them."""

    connector: Literal["ics"]
    path: Folder = Field(description="the folder that holds the .ics files")


class CalDav(Network):
    """Any calendar server that speaks CalDAV."""

    connector: Literal["caldav"]
    url: Url = Field(description="the address of the calendar server")
    user: Text = Field(description="the name the server knows the account by")
    calendar: Text | None = None
    """Name or URL of the calendar to use, where there are several."""


class GoogleCalendar(Google):
    """Google Calendar."""

    connector: Literal["google_calendar"]
    calendar: Text = "primary"
    """Id of the calendar that is read."""


class OutlookCalendar(Microsoft):
    """The calendar of Outlook and Microsoft 365."""

    connector: Literal["outlook_calendar"]
    calendar: Text | None = None
    """Name of the calendar that is read; the default one unless given."""


class GoogleTasks(Google):
    """Google Tasks."""

    connector: Literal["google_tasks"]


class MicrosoftToDo(Microsoft):
    """Microsoft To Do."""

    connector: Literal["microsoft_todo"]


Mail = Annotated[Maildir | Imap | Gmail | Outlook, Field(discriminator="connector")]
Calendar = Annotated[Ics | CalDav | GoogleCalendar | OutlookCalendar, Field(discriminator="connector")]
Tasks = Annotated[
    Ics | CalDav | GoogleCalendar | OutlookCalendar | GoogleTasks | MicrosoftToDo, Field(discriminator="connector")
]


class Account(Settings):
    """One person's or team's mailbox, and the calendar beside it."""

    name: Annotated[str, Field(pattern=r"^[^\W_][\w .@+-]{0,63}$", description="a short name for the account")]
    mail: Mail = Field(description="the connector of the mailbox and where it is")
    calendar: Calendar | None = None
    """Where meetings are read, and tasks left unless ``tasks`` says otherwise."""
    tasks: Tasks | None = None
    """Another place for the tasks than the calendar."""
    addresses: tuple[AddressText, ...] = Field(min_length=1, description="the list of every address that is us")
    """Every address that is "us"."""
    colleagues: tuple[People, ...] = ()
    """Addresses and domains that count as our side too."""

    @property
    def task_place(self) -> Tasks | None:
        """Where tasks are left: ``tasks``, else the calendar; None where the account has neither."""
        return self.tasks or self.calendar
