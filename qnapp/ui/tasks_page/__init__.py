"""The page Nhiệm vụ: a table of tasks with the editor beside it."""
