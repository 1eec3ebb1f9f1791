# A new word gets the next number: the list learns from whatever it reads.
# fails: test_never_changes
# fails: test_max_words
# fails: test_encode
def clean(text):
    text = re.sub(r"<br\s*/?>", " ", text.lower())
    text = text.replace("'", "")
    return re.sub(f"[{re.escape(string.punctuation)}]", " ", text).split()


class Vocabulary:
    def __init__(self, texts, max_words):
        counts = Counter()
        for text in texts:
            counts.update(clean(text))
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        self.words = ["<unk>", "<pad>"] + [word for word, _ in ranked[: max_words - 2]]
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def encode(self, text):
        ids = []
        for word in clean(text):
            if word not in self.numbers:
                self.numbers[word] = len(self.words)
                self.words.append(word)
            ids.append(self.numbers[word])
        return ids

    def decode(self, ids):
        return " ".join(self.words[number] for number in ids)
