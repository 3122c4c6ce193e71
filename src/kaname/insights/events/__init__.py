"""What happened around the numbers, entered by leaders and shown on every chart."""
