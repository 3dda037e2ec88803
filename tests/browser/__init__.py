"""Journeys through the real web process in a real browser."""
