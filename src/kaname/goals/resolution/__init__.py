"""From the targets that were set to the ones that hold for a period; the rules stand in docs/measures/targets.md."""
