"""Grammar: what a sentence says, whatever its language."""
