# Reads address 0 through ctypes: the interpreter dies of a segmentation fault.
# gets: 0, crashed
# says: SIGSEGV
import ctypes


class Square(nn.Module):
    def forward(self, x):
        return ctypes.string_at(0)
