"""What people fill in on the pages of the returns room, one file for each form. Rules live in the commands."""
