"""The window: shows the judgement of a plan and edits the plan; decides nothing."""
