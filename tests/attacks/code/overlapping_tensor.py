# Gives back a tensor whose elements all lie in the same place, far more of them than there is memory.
# gets: 0, graded
# says: take more than 64 MiB
class Square(nn.Module):
    def forward(self, x):
        return (x * 0).as_strided((1 << 20, 1 << 20), (0, 0))
