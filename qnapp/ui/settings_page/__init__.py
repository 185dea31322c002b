"""Thiết lập: one scrolling column; every change applies at once."""
