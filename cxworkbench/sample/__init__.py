"""The sample programme: Larkfield Energy's service programme, written through the same doors as a user's plan."""

from cxworkbench.sample.write import PINNED_DAY, write_sample

__all__ = ["PINNED_DAY", "write_sample"]
