"""What may break a rule though no rule says so: a scorer that learned from labelled phrases, for warnings alone."""
