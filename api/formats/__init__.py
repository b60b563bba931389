"""In which forms answers are given: negotiated, as tables, as RDF, in an order, as files."""
