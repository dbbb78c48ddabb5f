"""The pure core: what a message says, what is owed because of it, and what to do about it.

Nothing here reads a file that is not part of the package, opens a socket or looks at a clock:
``now`` is an argument. Data enters as :mod:`rules.facts` and leaves as
:mod:`rules.commitments`.
"""
