"""Tiếp nhận: what arrived from the organisations below, and what is answered to them."""
