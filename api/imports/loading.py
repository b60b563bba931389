"""RDF files over HTTP: their graphs replace those of the same names, or it is told what that would do."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from api.imports.jobs import Job
from api.imports.telling import commit_told, finding_told
from api.imports.uploading import Upload
from api.services import Services
from graph.commits.findings import findings_of
from graph.importers.tabular_iris import resolve
from graph.importers.watching import Watch
from graph.loading import by_graph, source_graph
from graph.model import Violation

MAPPING = "rdf"


def load(services: Services, job: Job, upload: Upload, graph: str | None, watch: Watch) -> dict[str, Any]:
    """Returns the report of a preview of an RDF file, or of what became of it.

    `graph` takes the triples of no named graph; a file that is broken raises FileProblem, one that breaks the
    shapes SubmissionRefused.
    """
    watch("reading", 0, 0)
    into = resolve(graph, services.base) if graph else source_graph(services.base, upload.name)
    quads = services.files.pool.read_rdf(upload.name, upload.content, services.base, into)
    watch("shapes", 0, len(quads))
    graphs = by_graph(quads)
    digest = sha256(upload.content).hexdigest()
    told = {
        "file": upload.name,
        "sha256": digest,
        "graphs": sorted(name.value for name in graphs),
        "statements": len(quads),
    }
    if job.preview:
        changes, report = (rehearsal := services.writer.rehearse_graphs(graphs)).changes, rehearsal.report
        counts = {"added": len(changes.added), "removed": len(changes.removed)}
        found = _findings(report.violations, "refusal") + _findings(report.warnings, "warning")
        return told | {"quads": counts, "findings": found}
    watch("writing", 0, len(quads))
    done = services.writer.replace_graphs(
        graphs, agent=job.owner, reason=upload.name, mapping=MAPPING, sha256=digest
    )
    warnings = _findings(done.warnings if done else (), "warning")
    return told | {"changed": done is not None, "commit": commit_told(done), "findings": warnings}


def _findings(found: tuple[Violation, ...], severity: str) -> list[dict[str, Any]]:
    return [finding_told(finding, severity) for finding in findings_of(found)]
