"""Whole twins of every capability, in memory: what tests use instead of a server, held to the same contract suite."""

from __future__ import annotations

from connectors.memory.calendar import MemoryCalendar
from connectors.memory.faults import Faults
from connectors.memory.mailbox import MemoryMailbox
from connectors.memory.tasks import MemoryTasks

__all__ = ["Faults", "MemoryCalendar", "MemoryMailbox", "MemoryTasks"]
