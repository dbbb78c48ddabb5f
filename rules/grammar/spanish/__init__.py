"""Spanish: how it is conjugated, and how its clauses are read."""
