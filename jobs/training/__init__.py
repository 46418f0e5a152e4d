"""Training of mentors: courses, who is sent, certificates, and who has not been trained."""
