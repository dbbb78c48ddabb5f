"""The daemon: every account on its own schedule, for a year, with nobody looking."""

from __future__ import annotations

from daemon.service.serving import serve

__all__ = ["serve"]
