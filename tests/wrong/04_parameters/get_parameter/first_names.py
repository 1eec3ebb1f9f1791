# named_parameters() tells only the first name of a shared parameter, and a dict has its own error.
# fails: test_each_name_of_a_shared_parameter
# fails: test_a_path_that_leads_nowhere
# fails: test_a_path_to_something_else
def get_parameter(net, path):
    return dict(net.named_parameters())[path]
