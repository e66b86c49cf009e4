"""Figures floor: numbers in, a picture and its description out. Knows science, no widgets."""
