"""What is written down in a review: keeping it without losing anything, and its revisions."""
