"""What is asked in the chat room."""
