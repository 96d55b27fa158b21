"""What can go wrong when a picture is asked for."""


class UnknownProduct(LookupError):
    """No picture is drawn for that handle; `handle` says which."""

    def __init__(self, handle: str) -> None:
        super().__init__(f"No picture is drawn for {handle!r}.")
        self.handle = handle


class UnknownView(LookupError):
    """The product has fewer pictures; `view` counts from 0, `count` says how many there are."""

    def __init__(self, handle: str, view: int, count: int) -> None:
        super().__init__(f"{handle!r} has {count} pictures; {view} is none of them.")
        self.handle, self.view, self.count = handle, view, count


class WrongSize(ValueError):
    """Outside SMALLEST_PX to LARGEST_PX."""

    def __init__(self, size_px: int, smallest_px: int, largest_px: int) -> None:
        super().__init__(f"A picture is {smallest_px} to {largest_px} px wide, not {size_px}.")
        self.size_px = size_px
