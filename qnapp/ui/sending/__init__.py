"""Sending a report up: packages and letters, and what became of them."""
