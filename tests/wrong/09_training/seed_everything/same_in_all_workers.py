# Every worker is seeded with the same number.
# fails: test_workers_follow_their_own_seed
def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)

    def same(worker_id):
        random.seed(seed)
        np.random.seed(seed)

    return {"generator": torch.Generator().manual_seed(seed), "worker_init_fn": same}
