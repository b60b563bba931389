"""What changed since a day, as HTTP and the pages tell it: parameters, JSON, CSV."""
