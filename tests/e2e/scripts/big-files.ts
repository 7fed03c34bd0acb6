import { transferBigFiles } from '../lib/big-files.ts'

// Uploads and downloads a file of 500 MB (or the size in the first argument), each over two connections that break
// before a third succeeds, and prints the cost: node --conditions=@mira/source tests/e2e/scripts/big-files.ts

const megabytes = Number(process.argv[2] ?? 500)
// Warm-up: loading and compiling are not part of the cost of a file.
await transferBigFiles(12)
for (const [way, transfer] of Object.entries(await transferBigFiles(megabytes))) {
  const { failures, isSame, grownMebibytes, seconds } = transfer
  const memory = `memory +${grownMebibytes.toFixed(1)} MiB`
  console.log(`${way} of ${megabytes} MiB: ${failures} breaks, same: ${isSame}, ${memory}, ${seconds.toFixed(1)} s`)
}
