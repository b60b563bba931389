"""What people and machines put into the ledger: each act checked, whole, in one commit, or not at all."""

from graph.recording.agents import Agent
from graph.recording.drafts import Draft, Proof
from graph.recording.recorder import Correction, Decision, Recorder
from graph.recording.sameness import Judgement, judge

__all__ = ["Agent", "Correction", "Decision", "Draft", "Judgement", "Proof", "Recorder", "judge"]
