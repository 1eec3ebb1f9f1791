# The iterator is made in __init__: a second loop finds nothing.
# fails: test_can_be_gone_through_again
# fails: test_stands_for_a_loader
class Progress:
    def __init__(self, iterable, text, stream=None):
        self.iterable, self.text, self.stream = iterable, text, stream
        self.items = self.go()

    def __len__(self):
        return len(self.iterable)

    def __iter__(self):
        return self.items

    def go(self):
        stream = self.stream or sys.stderr
        if not stream.isatty():
            yield from self.iterable
            return
        try:
            total = len(self.iterable)
        except TypeError:
            total = None

        def draw(done):
            filled = "#" * (20 * done // total) if total else ""
            bar = f"{done}" if total is None else f"[{filled:.<20}] {done}/{total}"
            print(f"\r{self.text} {bar}", end="", file=stream, flush=True)

        draw(0)
        for done, item in enumerate(self.iterable, start=1):
            yield item
            draw(done)
        print(file=stream, flush=True)
