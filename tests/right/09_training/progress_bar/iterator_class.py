# Going through it makes an iterator object; print does the writing.
class Progress:
    def __init__(self, iterable, text, stream=None):
        self.wrapped = iterable
        self.text = text
        self.stream = stream

    def __len__(self):
        return self.wrapped.__len__()

    def __iter__(self):
        stream = self.stream
        if stream is None:
            stream = sys.stderr
        if stream.isatty():
            return Going(self.wrapped, self.text, stream)
        return iter(self.wrapped)


class Going:
    def __init__(self, wrapped, text, stream):
        self.stream, self.text, self.done = stream, text, -1
        self.source = iter(wrapped)
        try:
            self.total = len(wrapped)
        except TypeError:
            self.total = None

    def __iter__(self):
        return self

    def __next__(self):
        self.done += 1
        self.show()
        try:
            return next(self.source)
        except StopIteration:
            print("", file=self.stream, flush=True)
            raise

    def show(self):
        if self.total is None:
            line = f"{self.text} {self.done}"
        else:
            n = 20 if self.total == 0 else 20 * self.done // self.total
            n = 0 if self.total == 0 else n
            line = "%s [%s] %d/%d" % (self.text, "#" * n + "." * (20 - n), self.done, self.total)
        print("\r" + line, end="", file=self.stream, flush=True)
