"""Rows read for the rules, one statement for many."""
