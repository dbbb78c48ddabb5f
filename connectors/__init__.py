"""Doors to mailboxes and calendars: one module or package a provider, small protocols by capability.

A connector only fetches and leaves things; it draws no conclusions. See :mod:`connectors.protocols`.
"""
