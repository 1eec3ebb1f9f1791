# Parts are taken for places: a block with a name is not found.
# fails: test_walks_the_dots
# fails: test_gives_no_copy
# fails: test_gives_the_parameter_and_not_its_data
# fails: test_a_path_that_leads_nowhere
# fails: test_a_path_to_something_else
def get_parameter(net, path):
    *places, name = path.split(".")
    for place in places:
        net = net[int(place)]
    return getattr(net, name)
