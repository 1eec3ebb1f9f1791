# One regular expression after the other; most_common on a list sorted before.
def clean(text):
    text = re.sub(r"(?i)<br ?/?>", " ", text)
    text = re.sub(r"'", "", text)
    text = re.sub(r"[^\w\s]|_", " ", text)
    return re.split(r"\s+", text.strip().lower()) if text.strip() else []


class Vocabulary:
    def __init__(self, texts, max_words):
        words = sorted(word for text in texts for word in clean(text))
        self.itos = ["<unk>", "<pad>"]
        self.itos.extend(word for word, n in Counter(words).most_common(max_words - 2))
        self.stoi = {word: i for i, word in enumerate(self.itos)}

    def __len__(self):
        return len(self.stoi)

    def encode(self, text):
        return list(map(lambda word: self.stoi.get(word, self.stoi["<unk>"]), clean(text)))

    def decode(self, ids):
        return " ".join(map(self.itos.__getitem__, ids))
