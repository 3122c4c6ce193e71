"""Daily reports: drafts that fill themselves, submitting, answers, the digest of a team, reminders."""
