"""A report that was taken in: read, marked row by row, accepted or returned."""
