"""The `footbridge` command: one module a subcommand, `main` chooses among them.

Owns: what an operator types and reads. Decides nothing of the program itself: each command asks a slice.
"""

from footbridge.cli.main import main

__all__ = ["main"]
