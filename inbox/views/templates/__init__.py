"""Reply templates: picking one while writing, and the pages on which leads look after them."""
