"""Questions and strangers' SPARQL, from the request to what is told of the answer."""
