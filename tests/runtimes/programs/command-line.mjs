// Runs the checks where programs have arguments and a standard output: Node, Bun, Deno.
import process from 'node:process'
import { runConformance } from './conformance.mjs'

await runConformance(JSON.parse(process.argv[2]), console.log)
// What is still open after the last check (a kept connection, an idle timer) must not keep a process from ending, so
// nothing here ends it.
