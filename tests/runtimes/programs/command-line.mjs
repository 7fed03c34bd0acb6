// Runs the checks in environments with arguments and standard output: Node, Bun, Deno.
import process from 'node:process'
import { runConformance } from './conformance.mjs'

await runConformance(JSON.parse(process.argv[2]), console.log)
// Open handles after the last check (a persistent connection, an idle timer) must not prevent the process from exiting,
// so it does not call `exit`.
