/** Operation as the conventions describe it. */
export interface Operation {
  /** Value of `gen_ai.operation.name`; absent for calls that generate nothing, such as that of an account. */
  readonly name?: 'chat' | 'embeddings' | 'generate_content'
  /** Value of `gen_ai.output.type`. */
  readonly outputType?: string
}

const generations: Readonly<Record<string, Operation>> = {
  'images.generate': { name: 'generate_content', outputType: 'image' },
  'images.edit': { name: 'generate_content', outputType: 'image' },
  'audio.speech': { name: 'generate_content', outputType: 'speech' },
  'audio.transcribe': { name: 'generate_content', outputType: 'text' },
  'vision.locate': { name: 'generate_content', outputType: 'json' },
  'music.generate': { name: 'generate_content', outputType: 'music' },
  'video.generate': { name: 'generate_content', outputType: 'video' },
}

/**
 * Describes an operation of the `@mira/*` packages.
 *
 * @param operation - Name in events, such as `chat.create`.
 */
export function describeOperation(operation: string): Operation {
  if (Object.hasOwn(generations, operation)) return generations[operation] as Operation
  if (/^(chat|responses)\./.test(operation)) return { name: 'chat' }
  return operation.startsWith('embeddings.') ? { name: 'embeddings' } : {}
}
