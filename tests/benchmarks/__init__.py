"""Speed, each figure beside that of a peer in the same run: `python -m tests.benchmarks [NAMES]`.

Times are medians. A peer that is not installed is skipped, with a word; `pip install '.[bench]'` brings
them. Nothing here is a test: a loaded machine moves every figure, though ratios less.
"""
