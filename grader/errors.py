"""The error that a person can mend."""


class Mistake(Exception):
    """Something that a person did and can put right, said in one or two lines.

    The command line prints it without a traceback. Every such error in the program is one of its
    subclasses.
    """
