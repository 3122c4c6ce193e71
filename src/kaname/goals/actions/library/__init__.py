"""Ready-made actions per metric, to start a plan from."""
