/** All checks of `programs/conformance.mjs`, in execution order. */
export const checkNames: readonly string[] = [
  'chat create',
  'chat stream',
  'tool call',
  'responses stream',
  'chat store',
  'AI SDK',
  'OpenTelemetry',
  'embeddings',
  'upload',
  'download',
  'files by path',
  'realtime',
  'job',
  'alone',
  'MCP server',
  'command line',
  'abort',
  'timeout',
  'key hidden',
]

/** The checks that most often differ between runtimes. */
export const quickCheckNames: readonly string[] = [
  'chat stream',
  'AI SDK',
  'OpenTelemetry',
  'alone',
  'upload',
  'key hidden',
]
