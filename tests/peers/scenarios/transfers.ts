import { cpuOf, expect, type Scenario, warmUp } from './scenario.ts'

const megabyte = 1_000_000

const upload = (measure: (work: () => Promise<void>, units: number) => Promise<number>): Scenario => ({
  units: 100,
  quickUnits: 20,
  needs: 'upload',
  reply: () => 'upload/0',
  measure: async ({ units, open }) => {
    const { mkdtempSync, rmSync, truncateSync, writeFileSync } = process.getBuiltinModule('node:fs')
    const client = await open()
    const folder = mkdtempSync(`${process.getBuiltinModule('node:os').tmpdir()}/mira-upload-`)
    try {
      const small = `${folder}/small.bin`
      const large = `${folder}/large.bin`
      writeFileSync(small, 'warm-up')
      writeFileSync(large, '')
      truncateSync(large, units * megabyte)
      await client.upload(small)
      return await measure(async () => client.upload(large), units)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
})

const download = (measure: (work: () => Promise<void>, units: number) => Promise<number>): Scenario => ({
  units: 200,
  quickUnits: 50,
  needs: 'download',
  reply: (units) => `download/${units * megabyte}`,
  measure: async ({ units, open }) => {
    const client = await open()
    return measure(async () => expect(await client.download(), units * megabyte, 'bytes'), units)
  },
})

/** CPU time per megabyte, in microseconds. */
const cpuPerMegabyte = async (work: () => Promise<void>, units: number): Promise<number> => (await cpuOf(work)) / units

/** Peak growth of the process's memory, in MiB. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss()
  await work()
  return process.resourceUsage().maxRSS / 1_024 - before / 2 ** 20
}

/** CPU time to upload a file in a form. */
export const uploadCpu: Scenario = upload(cpuPerMegabyte)
/** Memory to upload a file in a form. */
export const uploadMemory: Scenario = upload(growth)
/** CPU time to download in chunks. */
export const downloadCpu: Scenario = download(async (work, units) => {
  await warmUp(work)
  return cpuPerMegabyte(work, units)
})
/** Memory to download in chunks. */
export const downloadMemory: Scenario = download(growth)
