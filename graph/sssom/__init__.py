"""The ledger as a mapping set of SSSOM: written as TSV and RDF, read from TSV."""

from graph.sssom.importing import SetImport, import_set
from graph.sssom.records import records_in_force
from graph.sssom.writing import write_set_rdf, write_set_tsv

__all__ = ["SetImport", "import_set", "records_in_force", "write_set_rdf", "write_set_tsv"]
