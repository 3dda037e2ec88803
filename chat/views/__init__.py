"""The pages of the chat room."""
