"""The weekly report as a page, a printed document, a spreadsheet and a letter: one record, one template."""
