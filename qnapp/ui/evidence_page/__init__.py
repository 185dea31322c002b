"""Minh chứng: the register of all evidence, its pictures, and what is done with it."""
