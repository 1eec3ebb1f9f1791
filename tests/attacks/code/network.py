# Opens connections to the machine, to the network and to abstract sockets.
# gets: 0, graded
import socket

for address in (("127.0.0.1", 22), ("127.0.0.1", 8888), ("10.0.0.1", 80), ("192.0.2.1", 53)):
    try:
        with socket.create_connection(address, timeout=0.2):
            print("CONNECTED", address)
    except OSError as error:
        print(error)
try:
    box = socket.socket(socket.AF_UNIX)
    box.connect("\0grader-canary")
    print("CONNECTED abstract", box.recv(100))
except OSError as error:
    print(error)


class Square(nn.Module):
    def forward(self, x):
        return x
