"""All chapters of the sample's story; importing this module makes every step known, in the order of the chapters."""

from __future__ import annotations

from cxworkbench.sample import (  # each adds its steps as it is imported
    actions,
    adoption,
    agent_assist,
    auto_summary,
    chat_assistant,
    controls,
    data,
    frameworks,
    governance,
    knowledge_base,
    people,
    programme,
    raid,
    recovery,
    reviews,
    roi,
    roi_others,
    stakeholders,
    story,
    tools,
    usage,
)
from cxworkbench.sample.steps import STORY, Steps

CHAPTERS = (
    people,
    programme,
    agent_assist,
    chat_assistant,
    auto_summary,
    frameworks,
    tools,
    data,
    knowledge_base,
    controls,
    governance,
    adoption,
    usage,
    roi,
    roi_others,
    reviews,
    stakeholders,
    actions,
    raid,
    story,
    recovery,
)

__all__ = ["CHAPTERS", "STORY", "Steps"]
