"""The vocabulary as an editor of queries needs it: prefixes, and terms with what they mean."""
