# There is no bar before the first item.
# fails: test_draws_the_bar
# fails: test_can_be_gone_through_again
# fails: test_draws_while_it_goes
# fails: test_default_stream
# fails: test_given_stream
# fails: test_draws_nothing_before_the_loop
# fails: test_nothing_to_do
# fails: test_without_a_length
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

        for done, item in enumerate(self.iterable, start=1):
            yield item
            draw(done)
        stream.write("\n")
        stream.flush()
