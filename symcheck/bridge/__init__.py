"""SymPy in and out, scalar proofs, NumPy source, and the second reader. Imports SymPy lazily."""
