import { transferBigFiles } from '../lib/big-files.ts'

// Sends and fetches a file of 500 MB (or as many as the first argument says), each over two connections that break
// before one that holds, and prints what it took: node --conditions=@mira/source tests/e2e/scripts/big-files.ts

const megabytes = Number(process.argv[2] ?? 500)
// What is loaded and compiled at the first use is no part of what a file takes.
await transferBigFiles(12)
for (const [way, transfer] of Object.entries(await transferBigFiles(megabytes))) {
  const { failures, isSame, grownMebibytes, seconds } = transfer
  const memory = `memory +${grownMebibytes.toFixed(1)} MiB`
  console.log(`${way} of ${megabytes} MiB: ${failures} breaks, same: ${isSame}, ${memory}, ${seconds.toFixed(1)} s`)
}
