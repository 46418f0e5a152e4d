"""The roadmap: when each measure is due, what is known to be done, its reports and its picture."""
