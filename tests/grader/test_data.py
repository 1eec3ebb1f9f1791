"""The data that ships: what data/README.md says of it is so, and the held-back part is apart."""

import csv
import hashlib
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
DATA, HELD_BACK = ROOT / "data", ROOT / "tests/hidden/data"
MEGABYTE = 1_000_000


@cache
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("data_make", DATA / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shipped() -> list[Path]:
    """Every file of both parts; Python's caches are not the data's."""
    return sorted(
        path
        for folder in (DATA, HELD_BACK)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def short(value: object) -> str:
    """A test's id."""
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)


def table(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def titanic(path: Path) -> list[dict[str, str]]:
    header, *rows = table(path)
    assert header == ["name", "class", "age", "sex", "survived"]
    return [dict(zip(header, row, strict=True)) for row in rows]


def reviews(path: Path) -> list[list[str]]:
    header, *rows = table(path, delimiter="\t")
    assert header == ["text", "label", "source"]
    return rows


def words(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower().replace("'", "")).split())


@cache
def arrays(path: Path) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == {"images", "labels", "classes"}
        return file["images"], file["labels"], tuple(file["classes"].tolist())


def pixels(path: Path) -> bytes:
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "L", (28, 28))
        return image.tobytes()


# --- titanic ---------------------------------------------------------------------------------

PASSENGERS = {
    DATA / "titanic/train.csv": 900,
    DATA / "titanic/valid.csv": 200,
    HELD_BACK / "titanic/test.csv": 212,
}


@pytest.mark.parametrize(("path", "count"), PASSENGERS.items(), ids=short)
def test_titanic_columns(path: Path, count: int) -> None:
    rows = titanic(path)
    assert len(rows) == count
    assert {row["class"] for row in rows} == {"1st", "2nd", "3rd"}
    assert {row["sex"] for row in rows} == {"female", "male"}
    assert {row["survived"] for row in rows} == {"0", "1"}
    ages = [float(row["age"]) for row in rows if row["age"]]
    assert all(0 < age < 100 for age in ages)
    assert 0.3 < 1 - len(ages) / count < 0.5
    assert all(row["name"].strip() for row in rows)


def test_titanic_parts_are_apart_and_alike() -> None:
    parts = [titanic(path) for path in PASSENGERS]
    names = [{row["name"] for row in part} for part in parts]
    assert sum(map(len, names)) == len(set.union(*names))
    shares = [sum(row["survived"] == "1" for row in part) / len(part) for part in parts]
    assert max(shares) - min(shares) < 0.02
    assert sum(row["age"] == "" for part in parts for row in part) == 556


# --- fashion ---------------------------------------------------------------------------------

ARRAYS = {
    DATA / "fashion/train.npz": 500,
    DATA / "fashion/valid.npz": 100,
    HELD_BACK / "fashion/test.npz": 100,
}
FOLDERS = {
    DATA / "fashion_png/train": 120,
    DATA / "fashion_png/valid": 30,
    HELD_BACK / "fashion_png/test": 100,
}


@pytest.mark.parametrize(("path", "each"), ARRAYS.items(), ids=short)
def test_fashion_arrays_are_balanced(path: Path, each: int) -> None:
    images, labels, classes = arrays(path)
    assert images.shape == (10 * each, 28, 28) and images.dtype == np.uint8
    assert labels.shape == (10 * each,) and labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [each] * 10
    assert len(classes) == 10 and classes[3:5] == ("Dress", "Coat")
    assert images.min() == 0 and images.max() == 255
    # Shuffled: a loader that takes rows as they come has mixed batches.
    assert len(set(labels[:64].tolist())) == 10


@pytest.mark.parametrize(("folder", "each"), FOLDERS.items(), ids=short)
def test_fashion_folders_are_balanced(folder: Path, each: int) -> None:
    assert {path.name for path in folder.iterdir()} == {"coat", "dress"}
    for name in ("coat", "dress"):
        files = list((folder / name).iterdir())
        assert len(files) == each
        assert all(re.fullmatch(r"\d{5}\.png", file.name) for file in files)


def test_no_picture_is_there_twice() -> None:
    everything = [image.tobytes() for path in ARRAYS for image in arrays(path)[0]]
    everything += [pixels(path) for folder in FOLDERS for path in folder.rglob("*.png")]
    assert len(everything) == 7000 + 500
    assert len(set(everything)) == len(everything)


def test_pictures_show_what_their_folder_says() -> None:
    """Coats are broad and dresses slim: swapped folders would be seen by the eye at once."""

    def width(folder: Path) -> float:
        pictures = [np.frombuffer(pixels(p), np.uint8) for p in folder.glob("*.png")]
        return float((np.stack(pictures).reshape(-1, 28, 28) > 0).any(axis=1).sum(axis=1).mean())

    for folder in FOLDERS:
        assert width(folder / "coat") > width(folder / "dress") + 2
    images, labels, _ = arrays(DATA / "fashion/train.npz")
    broad = (images > 0).any(axis=1).sum(axis=1)
    assert broad[labels == 4].mean() > broad[labels == 3].mean() + 2


# --- reviews ---------------------------------------------------------------------------------

REVIEWS = {DATA / "reviews/reviews.tsv": 2400, HELD_BACK / "reviews/test.tsv": 569}


@pytest.mark.parametrize(("path", "count"), REVIEWS.items(), ids=short)
def test_reviews_are_balanced(path: Path, count: int) -> None:
    rows = reviews(path)
    assert len(rows) == count
    cells = Counter((source, label) for _, label, source in rows)
    assert set(cells) == {(s, label) for s in ("imdb", "yelp", "amazon") for label in "01"}
    assert max(cells.values()) - min(cells.values()) < 0.03 * count
    labels = Counter(label for _, label, _ in rows)
    assert abs(labels["0"] - labels["1"]) <= 2
    assert all(words(text) and text == text.strip() for text, *_ in rows)


@pytest.mark.parametrize("path", REVIEWS, ids=short)
def test_reviews_read_the_same_in_every_way(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    by_hand = [line.split("\t") for line in content.splitlines()]
    assert by_hand == table(path, delimiter="\t")
    assert len(by_hand) == content.count("\n")  # no odd line end inside a text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", content)


def test_no_sentence_is_there_twice() -> None:
    sentences = [words(text) for path in REVIEWS for text, *_ in reviews(path)]
    assert len(set(sentences)) == len(sentences) == 2969


# --- co2 -------------------------------------------------------------------------------------


def test_co2_is_one_series_cut_once() -> None:
    learner, held_back = table(DATA / "co2/co2.csv"), table(HELD_BACK / "co2/test.csv")
    assert learner[0] == held_back[0] == ["date", "co2"]
    assert (len(learner) - 1, len(held_back) - 1) == (2023, 261)
    rows = learner[1:] + held_back[1:]
    days = [date.fromisoformat(day) for day, _ in rows]
    assert days == [date(1958, 3, 29) + timedelta(weeks=i) for i in range(2284)]
    assert held_back[1][0] == "1997-01-04"
    assert sum(value == "" for _, value in rows) == 59
    assert all(310 < float(value) < 380 for _, value in rows if value)


# --- all of them -----------------------------------------------------------------------------


def test_small() -> None:
    assert sum(path.stat().st_size for path in shipped()) < 8 * MEGABYTE


def test_text_is_utf8_with_unix_line_ends() -> None:
    for path in shipped():
        if path.suffix not in {".npz", ".png"}:
            content = path.read_bytes()
            content.decode()
            assert b"\r" not in content and content.endswith(b"\n"), path


def test_nothing_needs_pickle() -> None:
    kinds = {".csv", ".tsv", ".npz", ".png", ".txt", ".md", ".py", ""}
    assert {path.suffix for path in shipped()} <= kinds


def test_readme_names_every_file_with_its_checksum() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", readme, re.MULTILINE))
    plain = {"README.md", "make.py", ".gitattributes"}
    files = [path.relative_to(ROOT) for path in shipped() if path.name not in plain]
    assert listed == make().checksums(ROOT, files)
    assert "`make.py`" in readme and "`.gitattributes`" in readme
    for name in listed:
        if "licences/" in name:  # and says what the licence is of
            assert f"`{name.removeprefix('data/')}`" in readme


LICENCES = {
    "titanic.txt": "Public Domain",
    "bokeh-sampledata.txt": "Redistribution and use in source and binary forms",
    "fashion-mnist.txt": "Copyright: 2017, Zalando SE",
    "sentiment.txt": "The MIT License",
    "cc-by-4.0.txt": "Creative Commons Attribution 4.0 International",
    "co2.txt": "This is public domain.",
    "statsmodels.txt": "statsmodels Developers",
}


def test_licences_are_kept() -> None:
    folder = DATA / "licences"
    assert {path.name for path in folder.iterdir()} == set(LICENCES)
    for name, phrase in LICENCES.items():
        assert phrase in (folder / name).read_text(encoding="utf-8"), name


# --- make.py ---------------------------------------------------------------------------------


def test_stratified_split_is_exact_and_keeps_proportions() -> None:
    rows = [(kind, i) for kind, count in (("a", 60), ("b", 30), ("c", 10)) for i in range(count)]
    picked, others = make().stratified(rows, 20, lambda row: row[0], str)
    assert sorted(picked + others) == sorted(rows)
    assert Counter(kind for kind, _ in picked) == {"a": 12, "b": 6, "c": 2}
    # The order in which rows arrive has no say.
    again, _ = make().stratified(reversed(rows), 20, lambda row: row[0], str)
    assert again == picked


def test_another_packing_of_the_same_pictures_is_no_difference(tmp_path: Path) -> None:
    here = DATA / "fashion/valid.npz"
    with np.load(here) as file:
        np.savez(tmp_path / "same.npz", **file)
        np.savez(tmp_path / "other.npz", **{**file, "labels": file["labels"][::-1]})
    (tmp_path / "broken.npz").write_bytes(b"PK")
    assert make().unlike(here, tmp_path / "same.npz") == ""
    assert make().unlike(here, tmp_path / "other.npz") == "is different"
    assert make().unlike(here, tmp_path / "broken.npz") == "is different"
    assert make().unlike(here, tmp_path / "none.npz") == "is missing"


def test_a_changed_source_is_refused() -> None:
    with pytest.raises(make().Problem, match=r"co2\.csv is not the file"):
        make().checked(lambda name: b"date,co2\n")("statsmodels/datasets/co2/co2.csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["moon"], "no data set 'moon': there are titanic, fashion, reviews, co2"),
        (["--chekc"], "unrecognized arguments: --chekc"),
        (["reviews"], "npm is not installed: it comes with Node.js"),
        (["--check", "fashion"], "apt-get is not installed: this needs Debian or Ubuntu"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(arguments: list[str], message: str) -> None:
    before = hashlib.sha256((DATA / "reviews/reviews.tsv").read_bytes()).digest()
    done = subprocess.run(
        [sys.executable, DATA / "make.py", *arguments],
        env={"PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"make.py: {message}")
    assert done.stderr.count("\n") == 1
    assert hashlib.sha256((DATA / "reviews/reviews.tsv").read_bytes()).digest() == before
