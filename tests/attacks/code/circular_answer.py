# Gives back a list that holds itself.
# gets: 0, graded
# says: nested more than
class Square(nn.Module):
    def forward(self, x):
        circle = []
        circle.append(circle)
        return circle
