# Only the numbers are saved: useless without the class.
# fails: test_runs_without_the_class
# fails: test_batch_norm_uses_its_running_values
# fails: test_dropout_is_off
# fails: test_float64
# fails: test_more_dimensions
# fails: test_the_graph_computes_what_the_network_does
# fails: test_the_modes_stay
# fails: test_the_network_stays
def export_traced(net, example, path):
    torch.save(net.state_dict(), path)
