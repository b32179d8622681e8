"""`python -m tests.benchmarks [NAMES]`: all benchmarks, or those named."""

import sys
from importlib import import_module

NAMES = ("scalar_pairs", "two_layer", "depth", "cold_start", "batch", "documents", "derive", "sheets", "limits", "train")

chosen = sys.argv[1:] or NAMES
unknown = [name for name in chosen if name not in NAMES]
if unknown:
    sys.exit(f"there is no benchmark {unknown[0]}; there are {', '.join(NAMES)}")
for name in chosen:
    print(f"\n== {name}", flush=True)
    import_module(f"tests.benchmarks.{name}").main()
