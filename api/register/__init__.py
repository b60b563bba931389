"""Single things over HTTP: what may be sent, who may change what, and what is answered."""
