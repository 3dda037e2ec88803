"""What a file is and what its rows say: pure, without Django, a clock or a database."""
