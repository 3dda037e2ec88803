"""What changes in the chat room."""
