"""The top floor: one folder a feature, with its jobs, its facts and its letters; beside them what runs the jobs."""
