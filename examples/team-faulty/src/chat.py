"""MG101: the model stands in the code."""

MODEL = "claude-sonnet-5"
