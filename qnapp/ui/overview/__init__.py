"""Tổng quan: what to do next, what waits, how the tasks and indicators stand."""
