import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const moduleUrl = new URL('./limit-young-generation.ts', import.meta.url)

/** Program that reads bodies of 4 MB, keeps the latest, and prints the largest size of the young generation in MiB. */
const program = (isLimited: boolean) => `
import { getHeapSpaceStatistics } from 'node:v8'
import { limitYoungGeneration } from '${moduleUrl}'
if (${isLimited}) limitYoungGeneration()
const body = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ name: 'item ' + index, index })))
const kept = []
let largest = 0
for (let count = 0; count < 60; count++) {
  kept.push(JSON.parse(body))
  if (kept.length > 4) kept.shift()
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  largest = Math.max(largest, young.space_size / 2 ** 20)
  await new Promise((resolve) => setImmediate(resolve))
}
console.log(largest)
`

async function growth(isLimited: boolean): Promise<number> {
  const args = ['--conditions=@mira/source', '--input-type=module', '--eval', program(isLimited)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return Number(stdout)
}

it('keeps the young generation from growing with large bodies', async () => {
  expect(await growth(false)).toBeGreaterThan(64)
  expect(await growth(true)).toBeLessThanOrEqual(64)
})
