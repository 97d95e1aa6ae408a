"""What a page shows -> files: tables, a workbook, a brief, plain text, a pack of all of them.

Comes in: a `Report`, which is a page as data. Goes out: bytes or text. Nothing
here knows the dashboard, and nothing here computes a number.
"""
