"""Reviews of what was made, comments on them, and what buyers say of pictures by clicking."""
