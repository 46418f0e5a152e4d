"""What is written to whom: reminders, requests to correct something, the curator's digest."""
