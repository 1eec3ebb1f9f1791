# Patches the builtins that its side's serialiser relies on.
# gets: 0, crashed
import builtins


class Square(nn.Module):
    def forward(self, x):
        builtins.len = lambda thing: 0
        builtins.isinstance = lambda thing, kinds: True
        builtins.type = lambda *arguments: float
        return x
