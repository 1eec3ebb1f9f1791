# Names in Greek, text in Japanese, Windows line ends in a string.
größe = "大きさ\r\n"


class Square(nn.Module):
    """Квадрат: x² 🙂"""

    def forward(self, χ):
        print(größe, "χ² =", χ * χ)
        return χ * χ
