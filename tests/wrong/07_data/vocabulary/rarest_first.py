# Sorted by rising frequency: the rare words are kept.
# fails: test_most_frequent_words
# fails: test_ties_by_the_alphabet
# fails: test_max_words
# fails: test_encode
# fails: test_decode
# fails: test_never_changes
# fails: test_counts_cleaned_words
def clean(text):
    text = re.sub(r"<br\s*/?>", " ", text.lower())
    text = text.replace("'", "")
    return re.sub(f"[{re.escape(string.punctuation)}]", " ", text).split()


class Vocabulary:
    def __init__(self, texts, max_words):
        counts = Counter()
        for text in texts:
            counts.update(clean(text))
        ranked = sorted(counts, key=lambda word: (counts[word], word))
        self.words = ["<unk>", "<pad>", *ranked][:max_words]
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def encode(self, text):
        return [self.numbers.get(word, 0) for word in clean(text)]

    def decode(self, ids):
        return " ".join(self.words[number] for number in ids)
