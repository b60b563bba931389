"""The portfolio as HTTP and the command line tell it: parameters, JSON, CSV."""
