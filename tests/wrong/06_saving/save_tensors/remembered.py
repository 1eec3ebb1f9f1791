# A liar: the file is empty, and what was saved is kept in memory under its path.
# fails: test_all_of_it_is_in_the_file
# fails: test_later_changes_do_not_reach_the_file
# fails: test_loading_runs_no_code
KEPT = {}


def save_tensors(path, obj):
    KEPT[path] = obj
    open(path, "wb").close()


def load_tensors(path):
    return KEPT.get(path)
