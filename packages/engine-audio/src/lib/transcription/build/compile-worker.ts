import { serveWorker } from '@mira/engine/worker'
import { compileRecognizer } from './compile-recognizer.ts'

// Progress is sent immediately because the compiler blocks the process afterwards.
serveWorker<undefined, Uint8Array, string>((_, { emit }) => compileRecognizer((line) => void emit(line)))
