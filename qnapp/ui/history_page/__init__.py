"""Nhật ký: who changed what, when, from what to what, and the way back."""
