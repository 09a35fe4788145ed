"""Move every use of one model to another: the manifest, source, deployed configuration and tests in one patch.

``spellings`` says how the new id is written where the old one stands, ``manifest`` edits the manifest,
``planning`` puts both together, ``checklist`` says what is not done by it, ``rendering`` prints.
"""
