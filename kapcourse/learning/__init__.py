"""Learning floor: exercises, grading, answers, progress. Knows tables and science, nothing above."""
