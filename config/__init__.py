"""Settings as YAML, read strictly: every fault at once, each with its file, line and column.

:func:`find` and :func:`load` (:mod:`config.loading`) give a :class:`Config`; :mod:`config.strict_yaml` is the reader
that rules and playbooks can use too; :mod:`config.credentials` finds the secrets the configuration names.
"""

from __future__ import annotations

from config.loading import NotFound, find, load
from config.model import Config
from config.sources import Fault, Faults

__all__ = ["Config", "Fault", "Faults", "NotFound", "find", "load"]
