"""How days and times are written, where Django writes them otherwise: FORMAT_MODULE_PATH."""
