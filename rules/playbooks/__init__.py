"""What follows a signal: what is owed until when, which steps come while it stays open, when it rests.

The playbooks are data (``packs/playbooks.yaml``); the user's own change them by kind, or for a rule, person or domain.
They are read by :mod:`rules.playbooks.loading`.
"""

from rules.playbooks.anchors import Anchor, anchor_of
from rules.playbooks.choosing import Choice, Playbooks
from rules.playbooks.playbook import Playbook, Size, StepPlan, While, rests_from, waited_out
from rules.playbooks.terms import Term, Unit

__all__ = [
    "Anchor",
    "Choice",
    "Playbook",
    "Playbooks",
    "Size",
    "StepPlan",
    "Term",
    "Unit",
    "While",
    "anchor_of",
    "rests_from",
    "waited_out",
]
