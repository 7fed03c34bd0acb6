const dimensions = 1_536

/** Returns the response to a request for the given number of vectors. */
export function embeddings(count: number, format: 'float' | 'base64'): Buffer {
  const vector = Float32Array.from({ length: dimensions }, (_, index) => Math.sin(index + 1) / 20)
  const embedding = format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64')
  const data = Array.from({ length: count }, (_, index) => ({ object: 'embedding', index, embedding }))
  const usage = { prompt_tokens: 1, total_tokens: 1 }
  return Buffer.from(JSON.stringify({ id: 'embd-1', object: 'list', model: 'mira-embed', data, usage }))
}
