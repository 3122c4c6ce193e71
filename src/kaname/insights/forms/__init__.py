"""What people type on pages of insights."""
