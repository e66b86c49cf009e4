"""Widgets floor: views of the floors below. A widget may die at any time; nothing is kept in it alone."""
