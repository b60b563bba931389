"""What machines are told of the service and its data: as SPARQL's service description, as DCAT and VoID."""
