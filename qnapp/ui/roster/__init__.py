"""Danh bạ: the organisations below, their addresses and their keys."""
