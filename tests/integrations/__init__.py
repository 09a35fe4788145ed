"""Tests of the hook file, the CI scripts and the templates, run as the CI runs them."""
