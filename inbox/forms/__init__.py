"""What people may send us, checked."""
