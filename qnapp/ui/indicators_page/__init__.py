"""The page Chỉ tiêu: a table one types down, and the detail of one indicator beside it."""
