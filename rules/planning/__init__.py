"""Which steps a commitment has, which are due now, and what restrains them ("Rules above all playbooks").

Pure: the same commitments, marks and moment give the same plan. Times are aware; days are local to the working time.
"""

from rules.planning.parting import FIRST_DRAFTS, Due, quietly
from rules.planning.plan import Plan, plan
from rules.planning.restraint import Mark, Restraint

__all__ = ["FIRST_DRAFTS", "Due", "Mark", "Plan", "Restraint", "plan", "quietly"]
