"""What templates of this room may use."""
