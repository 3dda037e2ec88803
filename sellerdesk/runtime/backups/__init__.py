"""`./desk backup FILE` and `./desk restore FILE`: one encrypted file that holds everything, and the way back."""
