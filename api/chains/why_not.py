"""Why not, as answers tell it: the verdict and each candidate in words."""

from __future__ import annotations

from api.chains.answers import ChainTeller
from api.chains.schemas import CandidateModel, WhyNotModel
from api.wording.calling import called
from api.wording.messages import plural, text
from graph.alignment.whynot import Candidate, WhyNot
from graph.repository.reading import Reading

FILTER_NAMES = {"statuses": "status", "authors": "author", "forces": "force"}


def why_not_model(found: WhyNot, reading: Reading, lang: str) -> WhyNotModel:
    """Returns why not as it goes over HTTP, with its sentences in a language."""
    tell = ChainTeller(reading, lang)
    return WhyNotModel.model_validate(
        {
            "start": found.start,
            "goal": found.goal,
            "verdict": found.verdict,
            "explanation": verdict_told(found, lang),
            "in_the_way": [parameter_of(name) for name in found.in_the_way],
            "chains": tell.models(found.chains),
            "hindering": tell.models(found.hindering),
            "up": tell.models(found.up),
            "down": tell.models(found.down),
            "candidates": [candidate_model(each, lang) for each in found.candidates],
        }
    )


def candidate_model(each: Candidate, lang: str) -> CandidateModel:
    """Returns a candidate as it goes over HTTP."""
    return CandidateModel.model_validate(
        {
            "source": each.source,
            "target": each.target,
            "because": each.because,
            "score": each.missing.score,
            "explanation": candidate_told(each, lang),
            "statement": each.statement,
            "kept_out_by": parameter_of(each.missing.kept_out) if each.missing.kept_out else None,
            "neighbours": list(each.neighbours),
            "words": list(each.missing.evidence) if each.because == "words" else [],
        }
    )


def parameter_of(name: str) -> str:
    """Returns the parameter that sets a filter."""
    return FILTER_NAMES.get(name, name)


def verdict_told(found: WhyNot, lang: str) -> str:
    """Returns what stands in the way, as a sentence."""
    ends = {"start": called(found.start), "goal": called(found.goal)}
    if found.verdict == "filtered":
        names = ", ".join(parameter_of(name) for name in found.in_the_way)
        return plural("chains.why.filtered", len(found.in_the_way), lang, names=names, **ends)
    return text(f"chains.why.{found.verdict}", lang, **ends)


def candidate_told(each: Candidate, lang: str) -> str:
    """Returns why a hop is a candidate, as a sentence."""
    ends = {"source": called(each.source), "target": called(each.target)}
    if each.statement is not None:
        return _statement_told(each, lang, ends)
    if each.because == "neighbours":
        neighbour = called(each.neighbours[0]) if each.neighbours else ""
        count = len(each.missing.evidence)
        return plural("chains.why.neighbours", count, lang, neighbour=neighbour, **ends)
    words = ", ".join(each.missing.evidence)
    return text(f"chains.why.{each.because}", lang, words=words, **ends)


def _statement_told(each: Candidate, lang: str, ends: dict[str, str]) -> str:
    statement, kept_out = each.statement, each.missing.kept_out
    if statement is None or kept_out != "statuses":
        return text("chains.why.statement-filtered", lang, name=parameter_of(kept_out or ""), **ends)
    is_machine = statement.by_machine and statement.status == "proposed"
    key = "machine" if is_machine else statement.status
    return text(f"chains.why.statement-{key}", lang, author=called(statement.author), **ends)
