# Displays pages, scripts, pictures and types of its own that would run in a browser.
# gets: 3, graded
# place: 99
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display, publish_display_data

script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
display(HTML(script), Javascript("alert(1)"), Markdown(script), Latex(script))
display(SVG(f"<svg xmlns='http://www.w3.org/2000/svg'>{script}</svg>"))
publish_display_data({"text/html": script, "image/png": script, "text/plain": script})
publish_display_data({"application/vnd.jupyter.widget-view+json": {"model_id": script}})
print(script)
raise ValueError(script)
