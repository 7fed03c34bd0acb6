// Prints what the page weighs, and how it holds up: first paint, blocking, and frames while an answer streams in.

import { printChunks } from './measure/chunks.ts'
import { printLoading } from './measure/loading.ts'
import { printStreaming } from './measure/streaming.ts'

await printChunks()
await printLoading()
await printStreaming()
