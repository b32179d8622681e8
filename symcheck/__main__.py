"""`python -m symcheck` is the `symcheck` command."""

import sys

from symcheck.faces.command_line import main

sys.exit(main())
