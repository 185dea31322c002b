"""What another copy of the program reads: packages, forms, replies."""
