"""The project and the kernel that all four apps stand on; it knows no app."""

__version__ = "0.1.0"
