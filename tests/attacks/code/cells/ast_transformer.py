# An AST transformer that empties every cell after it.
# gets: 0, graded
# place: 4
import ast


class Empty(ast.NodeTransformer):
    def visit_Module(self, node):
        node.body = []
        return node


get_ipython().ast_transformers.append(Empty())
