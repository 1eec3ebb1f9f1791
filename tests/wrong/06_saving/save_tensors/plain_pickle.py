# The pickle module itself, in both directions: it calls whatever the file names.
# fails: test_loading_runs_no_code
import pickle


def save_tensors(path, obj):
    with open(path, "wb") as file:
        pickle.dump(obj, file)


def load_tensors(path):
    with open(path, "rb") as file:
        return pickle.load(file)
