import { createPacer, paceCalls } from '@mira/traffic'

console.log(paceCalls, createPacer({ concurrency: 8 }).state)
