"""What is handed in: the monthly report, the goal sheet, and tables as files."""
