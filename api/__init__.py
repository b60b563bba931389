"""What people and programs touch: HTTP routes, pages and the command line."""
