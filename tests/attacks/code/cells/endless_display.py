# Displays without end: text, pictures, pages.
# gets: 3, graded
# place: 99
from IPython.display import HTML, Image, display

while True:
    display("A" * 1000)
    display(HTML("<b>" + "A" * 1000 + "</b>"))
    display(Image(data=b"\x89PNG\r\n\x1a\n" + b"A" * 100_000, format="png"))
