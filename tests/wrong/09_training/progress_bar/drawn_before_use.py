# An item counts as done as soon as it is fetched.
# fails: test_draws_while_it_goes
class Progress:
    """An iterable that draws a bar on a terminal while somebody goes through it."""

    def __init__(self, iterable, text, stream=None):
        self.iterable, self.text, self.stream = iterable, text, stream

    def __len__(self):
        return len(self.iterable)

    def __iter__(self):
        stream = sys.stderr if self.stream is None else self.stream
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
            draw(done)
            yield item
        stream.write("\n")
        stream.flush()
