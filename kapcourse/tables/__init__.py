"""Tables floor: typed records read from the data folder. Knows nothing above it."""
