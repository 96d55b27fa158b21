"""What a command cannot do, said in one line."""


class Refused(Exception):
    """The message is for the person at the terminal: what is wrong, and what to do about it."""

    exit_code = 1


class WrongUsage(Refused):
    """The words or settings it was given can never be right."""

    exit_code = 2


class RowErrors(Refused):
    """It was done, but some rows had errors."""

    exit_code = 3


class RenderBroke(Refused):
    """What was asked for is right, but the process that drew it crashed or was too costly."""

    exit_code = 4
