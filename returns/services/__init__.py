"""What changes tables: claims and refusals told, their folds, and the work that comes of them."""
