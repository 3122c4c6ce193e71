"""What happens in the demo organisation between its numbers: plans, meetings, daily reports, goal sheets."""
