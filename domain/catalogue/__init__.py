"""What is sold: categories, products, their variants and pictures."""
