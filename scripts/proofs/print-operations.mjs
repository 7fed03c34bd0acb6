// Preloaded into a program (`node --import`): on exit, prints the operations it sent requests for.
import { subscribe } from 'node:diagnostics_channel'

const operations = new Set()
subscribe('mira:request', ({ operation }) => operations.add(operation))
process.on('exit', () => console.log(`Operations: ${[...operations].sort().join(', ')}`))
