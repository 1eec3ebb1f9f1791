"""Files, datasets and references that the unit's tests share."""

import copy
import csv
import io
import tempfile
from contextlib import contextmanager
from pathlib import Path

import torch
from torch.utils.data import DataLoader

# ------------------------------------------------------------------ on the learner's side


@contextmanager
def files(**texts):
    """The paths of files of these texts; a name `train_csv` becomes train.csv."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in texts.items():
            path = Path(folder) / name.replace("_", ".")
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        yield paths


def read_out(dataset):
    """Both halves of all items, by index; a list where the items do not stack."""
    items = [dataset[index] for index in range(len(dataset))]
    return [stacked([item[place] for item in items]) for place in (0, 1)]


def stacked(values):
    """One tensor, if the values are tensors of one shape and dtype, and else their list."""
    tensors = [value for value in values if isinstance(value, torch.Tensor)]
    alike = len({(value.shape, value.dtype) for value in tensors}) == 1
    return torch.stack(tensors) if alike and len(tensors) == len(values) else values


def from_workers(dataset, order):
    """The items in this order as two worker processes read them, and as their copy has them."""
    loader = DataLoader(dataset, batch_size=3, sampler=order, num_workers=2)
    read = [torch.cat(parts) for parts in zip(*loader, strict=True)]
    twin = copy.deepcopy(dataset)
    return read, [torch.stack(parts) for parts in zip(*(twin[i] for i in order), strict=True)]


# ------------------------------------------------------------------ passengers


def draw_passengers(draw, count, kinds=("1st", "2nd", "3rd"), missing=0.6):
    """Rows of a passenger list; with missing between 0 and 1, some ages are there and some not."""
    rows = []
    for place in range(count):
        age = "" if draw.number(0, 1) < missing else str(draw.integer(2, 280) / 4)
        if 0 < missing < 1 and place < 3:  # whatever is drawn: two ages are known, one is not
            age = ["7.0", "", "52.5"][place]
        rows.append(
            {
                "name": f"{draw.word().title()}, Mr {draw.word().title()}",
                "class": kinds[place % len(kinds)] if place < 3 else draw.choice(kinds),
                "age": age,
                "sex": ["male", "female", "male"][place] if place < 3 else draw.choice(SEXES),
                "survived": place if place < 2 else draw.integer(0, 1),
            }
        )
    order = draw.permutation(count).tolist()
    return [rows[place] for place in order]


SEXES = ("female", "male")


def as_csv(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def columns_of(rows, mean_age=None):
    """The six columns [N, 6] in float64, before they are standardised."""
    ages = [float(row["age"]) for row in rows if row["age"]]
    fill = sum(ages) / len(ages) if mean_age is None else mean_age
    return torch.tensor(
        [
            [
                *(float(row["class"] == kind) for kind in ("1st", "2nd", "3rd")),
                float(row["sex"] == "female"),
                float(row["age"]) if row["age"] else fill,
                float(not row["age"]),
            ]
            for row in rows
        ],
        dtype=torch.float64,
    )


def statistics_of(rows):
    """(mean, std) of the columns, in float64; 1 for a std of 0, up to rounding."""
    columns = columns_of(rows)
    std = columns.std(dim=0, correction=0)
    return columns.mean(dim=0), torch.where(std < 1e-4, 1.0, std)


def features_of(rows, statistics):
    """The standardised columns, float32."""
    mean, std = statistics
    return ((columns_of(rows, mean[4].item()) - mean) / std).float()


# ------------------------------------------------------------------ datasets and loaders


class Recorded:
    """A dataset of these items, which notes down what is read."""

    def __init__(self, items):
        self.items, self.reads = items, []

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        if not 0 <= index < len(self.items):
            raise IndexError(f"the dataset has {len(self.items)} items, and {index} was asked for")
        self.reads.append(int(index))
        return self.items[index]


# ------------------------------------------------------------------ folders of pictures


@contextmanager
def picture_folders(pictures):
    """The path of a folder of PNGs: pictures[part][class] is uint8 [N, H, W]."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        for part, classes in pictures.items():
            for name, images in classes.items():
                place = Path(folder) / part / name
                place.mkdir(parents=True)
                for number, image in enumerate(images):
                    Image.fromarray(image.numpy()).save(place / f"{number:03}.png")
        yield Path(folder)


# ------------------------------------------------------------------ reviews


class GivenVocabulary:
    """Stands for a vocabulary: every character of a text has a number, 2 or more."""

    def encode(self, text):
        return [] if text == "..." else [ord(letter) % 1000 + 2 for letter in text]
