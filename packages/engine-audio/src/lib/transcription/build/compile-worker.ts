import { parentPort } from 'node:worker_threads'
import { compileRecogniser } from './compile-recogniser.ts'

parentPort?.postMessage({ module: await compileRecogniser((line) => parentPort?.postMessage({ line })) })
