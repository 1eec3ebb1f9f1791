# Prints and raises HTML that would run in the instructor's browser.
# gets: 0, graded
# says: alert(1)
print("<script>alert(1)</script><img src=x onerror=alert(1)>")


class Square(nn.Module):
    def forward(self, x):
        raise ValueError("<script>alert(1)</script>")
