"""The ledger: facts that were seen, what is concluded from them, and what was left outside because of it.

One function a question, each taking a connection, so that the caller decides what is one transaction.
"""
