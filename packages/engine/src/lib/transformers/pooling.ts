/** Way to make one vector of the vectors of a text's tokens. */
export type Pooling = 'mean' | 'cls' | 'max' | 'last_token'

const modes: readonly (readonly [field: string, pooling: Pooling])[] = [
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_lasttoken', 'last_token'],
]
const names: Readonly<Record<string, Pooling>> = { mean: 'mean', cls: 'cls', max: 'max', lasttoken: 'last_token' }

/**
 * Reads the pooling from the configuration of a Sentence Transformers model (`1_Pooling/config.json`).
 *
 * @returns Undefined for a pooling that is not supported, such as a combination of several.
 */
export function readPooling(config: Readonly<Record<string, unknown>>): Pooling | undefined {
  if (typeof config.pooling_mode === 'string') return names[config.pooling_mode]
  const set = Object.keys(config).filter((field) => field.startsWith('pooling_mode_') && config[field] === true)
  return set.length === 1 ? modes.find(([field]) => field === set[0])?.[1] : undefined
}

/**
 * Pools the vectors of one text's tokens, none of which is padding.
 *
 * @param states - One vector of `width` numbers per token.
 */
export function poolTokens(states: ArrayLike<number>, width: number, pooling: Pooling): Float32Array {
  const tokens = states.length / width
  const vector = new Float32Array(width)
  const [first, end] = pooling === 'cls' ? [0, 1] : pooling === 'last_token' ? [tokens - 1, tokens] : [0, tokens]
  if (pooling === 'max') vector.fill(Number.NEGATIVE_INFINITY)
  for (let token = first; token < end; token++) {
    for (let index = 0; index < width; index++) {
      const value = states[token * width + index] ?? 0
      vector[index] = pooling === 'max' ? Math.max(vector[index]!, value) : vector[index]! + value
    }
  }
  return pooling === 'max' ? vector : vector.map((value) => value / (end - first))
}
