"""First run: three questions, then a store; or a backup, or training data instead."""
