# Raises SystemExit in the middle of a question.
# gets: 0, graded
# says: SystemExit
class Square(nn.Module):
    def forward(self, x):
        raise SystemExit(0)
