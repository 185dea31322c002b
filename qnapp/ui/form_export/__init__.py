"""Forms for the officers: whose, with letters or without, and where they lie."""
