"""The two-layer network for regression: its passes, checks for students, optimizers, data and training."""
