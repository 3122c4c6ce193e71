"""One report in four forms: page, PDF, workbook and slides."""
