"""Files that people send one another: checked by what is in them, kept under names of our own."""
