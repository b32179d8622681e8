"""Index form: sums of products of indexed entries, their canonical form, derivatives, values."""
