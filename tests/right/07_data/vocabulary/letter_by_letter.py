# A loop over the characters, and dictionaries by hand.
def clean(text):
    text = text.lower()
    for mark in ("<br />", "<br/>", "<br>"):
        text = text.replace(mark, " ")
    letters = []
    for letter in text:
        if letter == "'":
            continue
        letters.append(" " if letter in string.punctuation else letter)
    return "".join(letters).split()


class Vocabulary:
    def __init__(self, texts, max_words):
        counts = {}
        for text in texts:
            for word in clean(text):
                counts[word] = counts.get(word, 0) + 1
        alphabet = sorted(counts)
        ranked = sorted(alphabet, key=counts.get, reverse=True)  # stable: ties stay sorted
        self.number_of = {"<unk>": 0, "<pad>": 1}
        for word in ranked:
            if len(self.number_of) == max_words:
                break
            self.number_of[word] = len(self.number_of)
        self.word_of = {number: word for word, number in self.number_of.items()}

    def __len__(self):
        return len(self.number_of)

    def encode(self, text):
        return [self.number_of[w] if w in self.number_of else 0 for w in clean(text)]

    def decode(self, ids):
        return " ".join(self.word_of[int(number)] for number in ids)
