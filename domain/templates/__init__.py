"""Media templates: their versions, who may publish them, and the sets they make up."""
