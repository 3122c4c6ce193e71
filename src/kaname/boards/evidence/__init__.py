"""What numbers say about a stretch of time: the material of meetings, feedback and reports, equal to the board's."""
