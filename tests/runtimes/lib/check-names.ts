/** All checks of `programs/conformance.mjs`, in execution order. */
export const checkNames: readonly string[] = [
  'chat create',
  'chat stream',
  'tool call',
  'responses stream',
  'chat store',
  'embeddings',
  'upload',
  'download',
  'files by path',
  'realtime',
  'job',
  'abort',
  'timeout',
  'key hidden',
]

/** The checks that most often differ between runtimes. */
export const quickCheckNames: readonly string[] = ['chat stream', 'upload', 'key hidden']
