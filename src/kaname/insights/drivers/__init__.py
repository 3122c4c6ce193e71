"""What leads or moves with a goal beyond the arithmetic of its tree."""
