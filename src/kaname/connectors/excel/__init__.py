"""Excel and OpenDocument workbooks."""
