// Loaded before a program (`node --import`): prints at its end which operations it sent requests for.
import { subscribe } from 'node:diagnostics_channel'

const operations = new Set()
subscribe('mira:request', ({ operation }) => operations.add(operation))
process.on('exit', () => console.log(`Operations: ${[...operations].sort().join(', ')}`))
