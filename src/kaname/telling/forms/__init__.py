"""What people type on pages of this slice."""
