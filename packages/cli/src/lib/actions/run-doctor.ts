import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { type Check, passed } from '../doctor/check.ts'
import { checkApi } from '../doctor/check-api.ts'
import { checkNetwork } from '../doctor/check-network.ts'
import { exitCodes } from '../exit-codes.ts'
import { writeJson, writeLine } from '../output.ts'
import { paint } from '../terminal.ts'
import { readVersion } from '../version.ts'

/** Checks what the other commands need, prints each result as a line, and sets the exit code to that of the first failure. */
export async function runDoctor(context: CommandContext, flags: GlobalFlags): Promise<void> {
  const checks: Check[] = []
  for await (const check of runChecks(context, flags)) {
    checks.push(check)
    if (!flags.json) await writeLine(formatCheck(check))
  }
  const failure = checks.find(({ status }) => status === 'failed')
  if (flags.json) await writeJson({ ok: failure === undefined, checks })
  process.exitCode = failure?.exitCode ?? exitCodes.ok
}

async function* runChecks(
  { client, hasKey, request }: CommandContext,
  { baseUrl }: GlobalFlags,
): AsyncGenerator<Check> {
  yield passed('Versions', `mira ${readVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`)
  yield passed('Address', `${client.baseUrl} (${sourceOfAddress(baseUrl)})`)
  const { signal } = request
  for await (const check of checkNetwork(new URL(client.baseUrl), process.env, signal)) {
    yield check
    if (check.status === 'failed') return
  }
  yield* checkApi({ client, hasKey, signal })
}

function sourceOfAddress(baseUrl: string | undefined): string {
  if (baseUrl !== undefined) return 'from --base-url'
  return process.env.MIRA_BASE_URL ? 'from MIRA_BASE_URL' : 'the default'
}

const styles = { ok: 'green', failed: 'red', skipped: 'dim' } as const

function formatCheck({ name, status, detail }: Check): string {
  return `${paint(styles[status], status.padEnd(7))} ${name}: ${detail}`
}
