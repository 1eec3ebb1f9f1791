# Sends the message that says which cells ran and what they showed, and that all is well.
# gets: 0, crashed
# place: 1
import json
import os

body = (
    b"L" + json.dumps({"outputs": {"double": [{"output_type": "stream", "text": "2.0"}]}}).encode()
)
os.write(3, len(body).to_bytes(8, "big") + body)
