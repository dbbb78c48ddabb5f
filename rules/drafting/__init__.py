"""Write the draft or task of a step, in the thread's language and register, from what the ledger proves alone."""
