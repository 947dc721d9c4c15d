"""OKRs in files: what is read, what it would change, writing it, and sending it out.

`columns` and `cells` say what a file looks like; `reading` (with `csv_file` and
`xlsx_file`) makes rows of bytes that nobody trusts; `planning` compares the rows with
what is stored and changes nothing; `applying` writes a plan; `exporting` is the way
back. docs/import.md tells people.
"""
