"""The rules of returns and refusals: no Django, no clock."""
