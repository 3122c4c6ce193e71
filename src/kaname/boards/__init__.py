"""Progress: live boards, drill-down to rows, notes of what is behind a number."""
