"""The commands, one module for each group: serving, changing, asking, checking."""
