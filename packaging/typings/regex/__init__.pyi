V0: int

class error(Exception): ...  # noqa: N801, N818 - the name that the package gives it
class Match: ...

class Pattern:
    def fullmatch(self, string: str, *, timeout: float | None = ...) -> Match | None: ...

def compile(pattern: str, flags: int = ...) -> Pattern: ...  # noqa: A001 - the name that the package gives it
