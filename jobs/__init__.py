"""The top floor: one module a job; packages beside them hold what runs the jobs."""
