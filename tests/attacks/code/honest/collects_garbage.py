# Turns the garbage collector off, and collects by hand.
import gc
import weakref

gc.disable()


class Square(nn.Module):
    def forward(self, x):
        ring = [x]
        ring.append(ring)
        gc.collect()
        assert weakref.ref(self)() is self
        return x * x
