// Runs one file of checks from the packed packages on every supported runtime, against the local server.
//
//   node tests/runtimes/runtimes.ts                  all runtimes, all checks (the packages must be built)
//   node tests/runtimes/runtimes.ts --quick          some of both, in a few seconds
//   node tests/runtimes/runtimes.ts --only=bun,deno  some runtimes
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '@mira/server'
import { formatTable } from '@mira/tests-size/table'
import { Verdicts } from '@mira/tests-size/verdicts'
import { checkNames, quickCheckNames } from './lib/check-names.ts'
import { checkProxy } from './lib/check-proxy.ts'
import { startPageServer } from './lib/chromium.ts'
import { exitCheck } from './lib/command-line.ts'
import { installProject } from './lib/install.ts'
import { judge, type Verdict } from './lib/judge.ts'
import { proxyHosts } from './lib/proxy-hosts.ts'
import { allRuntimes } from './lib/runtimes.ts'
import { startSilentServer } from './lib/silent-server.ts'

const options = { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } } as const
const { quick, only } = parseArgs({ options }).values
const quickRuntimes = ['Node 20', 'Node 24', 'Bun', 'Deno', 'workerd']
const checks = quick ? quickCheckNames : checkNames

const verdicts = new Verdicts()
const columns: { readonly title: string; readonly verdicts: readonly Verdict[] }[] = []
const folder = mkdtempSync(join(tmpdir(), 'mira-runtimes-'))
try {
  await using page = await startPageServer()
  const project = installProject(folder)
  await using server = await startServer({ allowedOrigins: [page.origin] })
  await using silent = await startSilentServer()
  const settings = { baseUrl: server.url, apiKey: server.apiKey, silentUrl: silent.url, only: checks }
  for (const runtime of allRuntimes(page).filter(isChosen)) {
    const { name, isMissing } = runtime
    if (isMissing !== undefined) {
      console.log(`${name} is not tried: ${isMissing}`)
      continue
    }
    const found = [...(await judge(runtime, project, settings))]
    const host = quick ? undefined : proxyHosts.find((candidate) => candidate.name === name)
    if (host) found.push(await checkProxy(host, project, settings))
    for (const { check, problem } of found) verdicts.note(`${name}: ${check}`, problem === undefined ? [] : [problem])
    columns.push({ title: `${name} (${await runtime.version()})`, verdicts: found })
    console.log(
      `${name}: ${found.filter(({ problem }) => problem === undefined).length} of ${found.length} as promised`,
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}
printTable()
verdicts.report()

function isChosen({ name }: { readonly name: string }): boolean {
  if (only !== '') return only.toLowerCase().split(',').includes(name.toLowerCase())
  return !quick || quickRuntimes.includes(name)
}

function printTable(): void {
  const names = [...checks, exitCheck, ...(quick ? [] : ['proxy'])]
  const rows = columns.map((column) => [
    column.title,
    ...names.map((name) => column.verdicts.find(({ check }) => check === name)?.cell ?? '-'),
  ])
  console.log(`\nThe packed packages against the local server\n\n${formatTable(['runtime', ...names], rows)}`)
  const excluded = new Map<string, string[]>()
  for (const column of columns) {
    for (const { check, exception } of column.verdicts) {
      if (exception === undefined) continue
      const key = JSON.stringify([check, exception])
      excluded.set(key, [...(excluded.get(key) ?? []), column.title])
    }
  }
  if (excluded.size === 0) return
  const reasons = [...excluded].map(([key, titles]): string[] => [titles.join(', '), ...JSON.parse(key)])
  console.log(`\nWhat does not apply\n\n${formatTable(['runtimes', 'check', 'reason'], reasons)}`)
}
