"""A first manifest from what a repository uses, and the snippets that put modelguard to work there.

``naming`` finds a purpose for each use, ``grouping`` makes entries of uses, ``manifest`` writes them down,
``snippets`` holds hooks, CI jobs and settings, ``writing`` puts files on the disk and never over another.
"""
