"""Files that people have, turned into RDF in graphs of their own."""
