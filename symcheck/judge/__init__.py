"""Deciding: verdicts with their evidence, the ladder of equality, counterexamples."""
