"""Tổng hợp: what is missing first, then the matrix, the indicators and what units ask for."""
