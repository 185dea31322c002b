"""Evidence of one task or indicator: the strip under an editor and the list behind it."""
