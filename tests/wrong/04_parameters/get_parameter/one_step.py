# getattr is given the whole path; it does not know what a dot means.
# fails: test_walks_the_dots
# fails: test_gives_no_copy
# fails: test_gives_the_parameter_and_not_its_data
# fails: test_each_name_of_a_shared_parameter
# fails: test_a_path_to_something_else
def get_parameter(net, path):
    return getattr(net, path)
