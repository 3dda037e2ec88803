"""Reply templates without tables: variables, the buyer's name in a greeting, gaps. Pure."""
