"""What people type about feedback."""
