"""Letters of the columns of a sheet."""


def letters(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of(name: str) -> int:
    """0 for ``A``, 26 for ``AA``."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
