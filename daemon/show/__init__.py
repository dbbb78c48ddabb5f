"""How results look: tables and colours for people, JSON for scripts.

What comes from mail is shown without control characters: a subject must not move the cursor of a terminal.
"""
