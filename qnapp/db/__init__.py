"""The store: one folder, one SQLite file, the evidence beside it. The only place with SQL."""
