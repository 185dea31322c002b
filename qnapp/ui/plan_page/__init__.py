"""Kế hoạch năm: built from the annexes, looked through, sent to the units."""
