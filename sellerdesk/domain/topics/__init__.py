"""What a review complains of, found by words: `finding` reads, `russian`, `english` and `chinese` are the words."""
