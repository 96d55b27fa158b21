"""Media assets: pictures, films, sounds and documents that are kept, and what is known of them."""
