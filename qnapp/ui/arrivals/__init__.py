"""The door "Mở tệp nhận được…": what each file is, what it would change, and taking it in."""
