"""Whether what a buyer wrote sounds negative, and which of its words say so: rulebook 22."""
