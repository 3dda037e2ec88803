"""What templates of ratings may use."""
