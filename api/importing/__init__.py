"""How files are brought in: chunk by chunk through the actions, from a job or a command line."""
