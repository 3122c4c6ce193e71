"""Meetings that look at the numbers: 1on1, regular and client meetings, daily reports, decisions."""
