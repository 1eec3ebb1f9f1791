# Says that a cell showed a list in a list in a list, where a text should be.
# gets: 3, graded
# place: 99
import json

import grader.grading.learner_process as process


class Json:
    loads = json.loads

    @staticmethod
    def dumps(value):
        deep = "[" * 900 + "]" * 900
        stream = f'{{"output_type": "stream", "name": "stdout", "text": {deep}}}'
        error = f'{{"output_type": "error", "ename": {deep}, "evalue": {deep}, "traceback": {deep}}}'
        return f'{{"outputs": {{"double-answer": [{stream}, {error}, {deep}], "own": {deep}}}}}'


process.json = Json
