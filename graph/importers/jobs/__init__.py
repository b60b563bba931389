"""What workers do with strangers' files: each module is one kind of job, imported by the worker alone."""
