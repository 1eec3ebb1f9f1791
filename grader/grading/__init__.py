"""From a submission to a verdict: collect, sanitise, run the learner's code, judge, store."""
