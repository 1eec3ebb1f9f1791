# The default stream is looked up once, in the signature.
# fails: test_default_stream
class Progress:
    """An iterable that draws a bar on a terminal while somebody goes through it."""

    def __init__(self, iterable, text, stream=sys.stderr):
        self.iterable, self.text, self.stream = iterable, text, stream

    def __len__(self):
        return len(self.iterable)

    def __iter__(self):
        stream = self.stream
        if not stream.isatty():
            yield from self.iterable
            return
        try:
            total = len(self.iterable)
        except TypeError:
            total = None

        def draw(done):
            bar = f"{done}"
            if total is not None:
                filled = "#" * (20 * done // max(total, 1))
                bar = f"[{filled:.<20}] {done}/{total}"
            stream.write(f"\r{self.text} {bar}")
            stream.flush()

        draw(0)
        for done, item in enumerate(self.iterable, start=1):
            yield item
            draw(done)
        stream.write("\n")
        stream.flush()
