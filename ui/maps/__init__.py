"""Maps: painted grounds with one real button for each thing on them, so that keyboard and screen readers reach it."""
