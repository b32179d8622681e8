"""LaTeX text to typed expressions: tokens, the notation table, the parser, `Context`."""
