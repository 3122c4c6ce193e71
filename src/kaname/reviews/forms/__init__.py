"""What people type about reviews."""
