"""Template tags: how components are called."""
