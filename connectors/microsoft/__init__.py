"""What Outlook, its calendar and Microsoft To Do share: signing in, what may leave, and what errors mean."""
