# One helper for both; the low 32 bits by a mask.
def seed_both(number):
    for module in (random, np.random):
        module.seed(number)


def seed_worker(_):
    seed_both(torch.initial_seed() & 0xFFFFFFFF)


def seed_everything(seed):
    seed_both(seed)
    torch.random.manual_seed(seed)
    generator = torch.Generator(device="cpu")
    generator.manual_seed(seed)
    keywords = {"generator": generator}
    keywords["worker_init_fn"] = seed_worker
    return keywords
