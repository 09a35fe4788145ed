"""The inventory: one file is one output format of ``modelguard inventory``, each a ``REPORT``.

A part declares ``REPORT`` as a :class:`modelguard.reports.ReportFormat`, like the formats of ``check``;
it renders the uses of a report and no finding.
"""
