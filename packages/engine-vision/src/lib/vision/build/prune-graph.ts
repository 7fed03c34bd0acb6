/** Node of a TensorFlow graph, as in `model.json`. */
export interface GraphNode {
  readonly name: string
  readonly op: string
  readonly input?: readonly string[] | undefined
  readonly attr?: Readonly<Record<string, unknown>> | undefined
}

/** TensorFlow graph, as in `model.json`. */
export interface Graph {
  readonly node: readonly GraphNode[]
}

/** Prunes a graph to the nodes between an input node, which becomes a placeholder, and its outputs. */
export function pruneGraph(
  graph: Graph,
  { input, outputs }: { readonly input: string; readonly outputs: readonly string[] },
): Graph {
  const nodes = new Map(graph.node.map((node) => [node.name, node]))
  const kept = new Map<string, GraphNode>()
  const open = [...outputs]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = nodes.get(name)
    if (!node || kept.has(name)) continue
    const isInput = name === input
    // Control inputs (`^name`) only order nodes and carry no values. Without the scaling loop, none are needed.
    const inputs = isInput ? [] : (node.input ?? []).filter((from) => !from.startsWith('^'))
    kept.set(name, isInput ? placeholder(name) : { ...node, input: inputs })
    open.push(...inputs.map((from) => from.replace(/:\d+$/, '')))
  }
  return { ...graph, node: graph.node.flatMap(({ name }) => kept.get(name) ?? []) }
}

function placeholder(name: string): GraphNode {
  return { name, op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { unknownRank: true } } } }
}
