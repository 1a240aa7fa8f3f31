"""Files that are kept: whole or not there, under their digest, in a backup."""
