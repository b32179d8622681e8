r"""Formulas set in type: LaTeX in, one tree of what is seen, LaTeX, Typst, MathML and plain text out.

    symbols.py     the closed table of commands: sign, character, class
    tree.py        the tree: letters, signs, scripts, fractions, brackets, tables
    parse.py       LaTeX -> tree; a command that is not in the table is an error
    latex.py       tree -> LaTeX (amsmath and amssymb)
    typst.py       tree -> Typst's mathematics
    mathml.py      tree -> MathML
    plain.py       tree -> Unicode text

Nothing of an input is passed on as it is: each printer writes from the tree, and what a tree can hold is
letters, digits, signs of the table and quoted words. So no text can run a command of TeX or Typst or put
markup into a page. The tree keeps every sign of the input but spaces, braces and sizes; the tests hold that
what is written back has the same tokens.
"""

from symcheck.report.formula.parse import Unprintable, formula

__all__ = ["Unprintable", "formula"]
