"""How seller accounts fare: in sync or not, set up or not, and how the marketplace judges them."""
