"""What the kaname command can be asked to do, as plain functions of plain data.

They run in the process that owns the fact store: the command's own, or the running server's (see cli/ask.py)."""
