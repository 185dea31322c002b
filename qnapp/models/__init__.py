"""Qt item models, and nothing else."""
