"""An independent numerical judge of the case tables.

It shares no code with symcheck and never imports it: its own reader of LaTeX, NumPy float64 at
concrete, pairwise distinct dimensions, and every derivative by finite differences of the
definition, never by a rule. `settle(case)` says equal, different, transposed, shape or unsupported.
"""

from tests.oracle.settle import Settled, agrees, settle

__all__ = ["Settled", "agrees", "settle"]
