"""modelguard: a linter and a watcher for language-model ids."""

__version__ = "0.1.0"
