import { expect, it } from 'vitest'
import { pruneGraph } from './prune-graph.ts'

it('keeps the nodes from the input to the outputs, and makes the input a placeholder', () => {
  const graph = {
    node: [
      { name: 'file', op: 'Placeholder' },
      { name: 'scaled', op: 'Mul', input: ['file'] },
      { name: 'weights', op: 'Const' },
      { name: 'split', op: 'Split', input: ['scaled', 'weights', '^file'] },
      { name: 'score', op: 'Sigmoid', input: ['split:1'] },
      { name: 'debug', op: 'Print', input: ['score'] },
    ],
  }
  const { node } = pruneGraph(graph, { input: 'scaled', outputs: ['score'] })
  expect(node.map(({ name, op }) => `${name} ${op}`)).toEqual([
    'scaled Placeholder',
    'weights Const',
    'split Split',
    'score Sigmoid',
  ])
  expect(node[2]?.input).toEqual(['scaled', 'weights'])
})
