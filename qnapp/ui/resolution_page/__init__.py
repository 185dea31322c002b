"""Nghị quyết: the resolution's text, searched, and tied to the tasks that it speaks of."""
