"""A small firm's mailbox that lives through two and a half weeks under the real daemon code."""

from __future__ import annotations

from daemon.demo.showing import show

__all__ = ["show"]
