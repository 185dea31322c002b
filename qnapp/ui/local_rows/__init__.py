"""A unit's own tasks and targets from a workbook: seen line by line, then added as one change."""
