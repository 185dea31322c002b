"""What a person reads: the report as content, and its writers."""
