# The bar is written piece by piece and flushed once; a generator does the rest.
class Progress:
    def __init__(self, iterable, text, stream=None):
        self.__dict__.update(iterable=iterable, text=text, stream=stream)

    def __len__(self):
        return len(self.iterable)

    def __iter__(self):
        out = self.stream if self.stream is not None else sys.stderr
        watched = out.isatty()
        done = 0
        if watched:
            self.bar(out, done)
        for item in self.iterable:
            yield item
            done += 1
            if watched:
                self.bar(out, done)
        if watched:
            out.write("\n")
            out.flush()

    def bar(self, out, done):
        out.write("\r")
        out.write(self.text + " ")
        try:
            total = len(self)
        except TypeError:
            out.write(str(done))
        else:
            out.write("[")
            for place in range(1, 21):
                out.write("#" if total and place * total <= 20 * done else ".")
            out.write("] " + str(done) + "/" + str(total))
        out.flush()
