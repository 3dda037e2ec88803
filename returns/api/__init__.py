"""The API of the returns room."""
