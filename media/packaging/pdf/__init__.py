"""A print PDF of our own making: boxes at true size, vectors, spot colours for knife and crease."""
