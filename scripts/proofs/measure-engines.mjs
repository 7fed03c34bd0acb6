// Prints the import time of the engines and the time per image: node scripts/proofs/measure-engines.mjs
import { execFileSync } from 'node:child_process'
import { median } from '../../tests/size/lib/median.ts'

const entry = new URL('../../packages/engines/dist/index.js', import.meta.url).href
const size = { width: 1_024, height: 1_024 }
const prompt = 'two dogs and a red car in a forest with mountains'

const probe = `
  const startedAt = performance.now()
  await import(${JSON.stringify(entry)})
  console.log(performance.now() - startedAt)
`
const imports = Array.from({ length: 5 }, () =>
  Number(execFileSync(process.execPath, ['--input-type=module', '--eval', probe], { encoding: 'utf8' })),
)
console.log(`import: ${median(imports).toFixed(0)} ms`)

const { createLocalImageEngine } = await import(entry)
const engine = createLocalImageEngine()
await engine.generate({ prompt, size, quality: 'low', count: 1 }) // warm-up: the first call loads data
for (const quality of ['low', 'medium', 'high']) {
  const times = []
  for (const seed of [1, 2, 3]) {
    const startedAtMs = performance.now()
    await engine.generate({ prompt, size, quality, count: 1, seed })
    times.push(performance.now() - startedAtMs)
  }
  console.log(`image, ${quality}: ${(median(times) / 1_000).toFixed(2)} s`)
}
await engine.close()
