# All texts are cut to the shortest.
# fails: test_longest_of_the_batch
# fails: test_pads_right_with_one
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    width = min(len(text) for text, _ in batch)
    tokens = torch.stack([text[:width] for text, _ in batch])
    lengths = torch.tensor([len(text) for text, _ in batch])
    return tokens, lengths, torch.tensor([label for _, label in batch])
