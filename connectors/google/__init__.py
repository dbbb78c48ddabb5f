"""What Gmail, Google Calendar and Google Tasks share: signing in, what may leave, and what errors mean."""
