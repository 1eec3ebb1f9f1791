# It seeds, and gives back nothing for a loader.
# fails: test_gives_what_a_loader_takes
# fails: test_generator
# fails: test_workers_follow_their_own_seed
# fails: test_workers_keep_their_torch_seed
def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
