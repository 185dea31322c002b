"""The rules, pure Python: no clock, no file, no database, no Qt."""
