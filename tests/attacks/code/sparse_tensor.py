# Gives back a sparse tensor.
# gets: 0, graded
# says: a sparse tensor
class Square(nn.Module):
    def forward(self, x):
        return x.to_sparse()
