"""What buyers and shops say, in each language."""
