"""Documents of a megabyte, each one construct over and over: how long the worst takes to read."""

from tests.benchmarks.timing import median, report, show, timed

MEGABYTE = 1 << 20
HOSTILE = ["$", "{", "}", "\\begin{align}", "\\end{align}", "\\[", "\\(", "\\\\[", "$x$ ", "$\\text{", "\\[\n\n", "`",
           "```math\n", "<!--", "> \n", "\n", "\\begin{verbatim}", "\\\\", "\\newcommand", "% symcheck: x\n",
           "\\begin{aligned}", "\\left(", "\\intertext{", "a+\\\\ ", "\\input "]
AROUND = (("", ""), ("\\newcommand{\\a}{b}\\begin{align}", "\\end{align}"))
RUNS = 3


def megabytes(piece):
    """(text, kind) of the documents made of that piece, bare and inside mathematics, in both formats."""
    for start, end in AROUND:
        inside = piece * (MEGABYTE // len(piece) - 60)
        yield from ((start + inside + end, kind) for kind in ("md", "tex"))


def main():
    from symcheck.read.documents import read_document

    slowest = max((median([timed(read_document, text, "x", kind)[0] for _ in range(RUNS)]), piece)
                  for piece in HOSTILE for text, kind in megabytes(piece))
    report(f"the slowest megabyte, of {slowest[1]!r}", show(slowest[0]), "under 2 s", slowest[0] < 2)
