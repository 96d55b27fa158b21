"""Events of platforms: Double Eleven, 618 and their like, with their phases."""
