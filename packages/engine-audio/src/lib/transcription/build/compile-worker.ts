import { serveWorker } from '@mira/engine/worker'
import { compileRecogniser } from './compile-recogniser.ts'

// Progress is sent immediately because the compiler blocks the process afterwards.
serveWorker<undefined, Uint8Array, string>((_, { emit }) => compileRecogniser((line) => void emit(line)))
