"""What comes out of a review: decisions, follow-ups, topics talked about, how it helped."""
