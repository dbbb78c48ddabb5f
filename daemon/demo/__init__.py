"""A small firm's mailbox that lives through two and a half weeks under the real daemon code."""
