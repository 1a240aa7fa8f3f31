"""How eBay judges the seller: his level in each programme, and his service compared with others."""
