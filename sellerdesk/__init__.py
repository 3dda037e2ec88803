"""The project and the kernel that all four apps stand on; it knows no app."""
