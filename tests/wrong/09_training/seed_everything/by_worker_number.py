# A worker is seeded with the seed plus its number: the same in each epoch.
# fails: test_workers_follow_their_own_seed
def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)

    def numbered(worker_id):
        random.seed(seed + worker_id)
        np.random.seed((seed + worker_id) % 2**32)

    return {"generator": torch.Generator().manual_seed(seed), "worker_init_fn": numbered}
