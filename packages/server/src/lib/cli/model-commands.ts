import { join } from 'node:path'
import type { Command } from 'commander'
import { checkLicense } from '../models/check-license.ts'
import { CachedRepository, hubCacheDirectory } from '../models/hub-cache.ts'
import { hubAccess, isHubOffline } from '../models/hub-request.ts'
import { type CatalogEntry, expandName, modelCatalog, shortenSource } from '../models/model-catalog.ts'
import { findProblem, type ModelRecord, ModelRecords, modelDirectory } from '../models/model-records.ts'
import { formatHubSource, type HubSource, parseHubSource } from '../models/model-source.ts'
import { formatBytes, hashFile, pullModel } from '../models/pull-model.ts'
import { capabilityNames } from './choose-engines.ts'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import type { AccountLocation } from './open-accounts.ts'
import { printTable } from './print-table.ts'
import { pullProgress } from './pull-progress.ts'

interface PullFlags extends AccountLocation {
  readonly yes?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Adds the `pull`, `models`, `models verify` and `models rm` commands. */
export function addModelCommands(program: Command): void {
  const name = program.name()
  program
    .command('pull <source>')
    .description(
      'download a model: a capability or name of the catalog, or hf:owner/repo[:quantization|/file][@revision]',
    )
    .option('--yes', 'accept a license that is not permissive, or not stated')
    .option('--json', 'print progress as JSON lines, as without a terminal')
    .addHelpText(
      'after',
      [
        '\nFiles go to the cache that other tools share (HF_HOME), and an interrupted download goes on where it ended.',
        'HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and HTTPS_PROXY are respected.',
        `\nExample:\n  $ ${name} pull chat\n  $ ${name} --engine chat=${modelCatalog[0]?.name}`,
        `  $ ${name} pull hf:ggml-org/SmolLM3-3B-GGUF:Q4_K_M\n  $ ${name} --engine chat=hf:ggml-org/SmolLM3-3B-GGUF:Q4_K_M`,
      ].join('\n'),
    )
    .action(async (source: string, _: unknown, command: Command) => pull(source, command.optsWithGlobals<PullFlags>()))
  const models = program.command('models').description('list, verify and remove downloaded models')
  models
    .command('list', { isDefault: true })
    .description('list the downloaded models, and the catalog (default)')
    .action(async (_: unknown, command: Command) => listModels(command.optsWithGlobals<AccountLocation>()))
  models
    .command('verify [source]')
    .description('compare the files of one model, or of all, with the hashes recorded when they were downloaded')
    .action(async (source: string | undefined, _: unknown, command: Command) => {
      await verifyModels(command.optsWithGlobals<AccountLocation>(), source)
    })
  models
    .command('rm <source>')
    .description('remove a model and those of its files that no other model uses')
    .action(async (source: string, _: unknown, command: Command) => {
      await removeModel(command.optsWithGlobals<AccountLocation>(), source)
    })
}

async function pull(text: string, { dataDir, yes, json }: PullFlags): Promise<void> {
  const source = parsePullSource(text)
  const aborting = new AbortController()
  const interrupted = new CommandError('Interrupted; run the command again to go on', {
    exitCode: exitCodes.interrupted,
  })
  const stop = () => aborting.abort(interrupted)
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    await pullModel(source, {
      records: new ModelRecords(dataDir),
      access: hubAccess(),
      isOffline: isHubOffline(),
      confirm: (model) => checkLicense(model, yes === true),
      onEvent: pullProgress(process.stdout, json === true),
      signal: aborting.signal,
    })
    const entry = modelCatalog.find((candidate) => candidate.source === formatHubSource(source))
    if (entry !== undefined) process.stderr.write(describeUse(entry))
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

function describeUse({ capability, name, package: { name: peer, range } }: CatalogEntry): string {
  return `Use it: mira-server --engine ${capability}=${name} (needs npm install ${peer}@${range})\n`
}

const hubForm = 'hf:owner/repo[:quantization|/file][@revision]'

/** @throws {CommandError} with the names of the catalog. */
function parsePullSource(text: string): HubSource {
  const [, capability] = capabilityNames.find(([name]) => name === text) ?? []
  const entry = modelCatalog.find((candidate) => candidate.capability === capability)
  const source = parseHubSource(entry?.source ?? expandName(text))
  if (source !== undefined) return source
  const names = modelCatalog.map(({ name, capability: use }) => `${name} (${use})`).join(', ')
  if (capability === undefined)
    throw new CommandError(`${JSON.stringify(text)} is not a model; use ${hubForm}, or a name of the catalog: ${names}`)
  throw new CommandError(`The catalog has no model for ${text}, only ${names}; use ${hubForm}`)
}

async function listModels({ dataDir }: AccountLocation): Promise<void> {
  const rows = []
  const states = new Map<string, string>()
  for (const record of await new ModelRecords(dataDir).list()) {
    const { source, commit, license = 'not stated', files } = record
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    const state = (await findProblem(record)) === undefined ? 'ready' : 'incomplete'
    rows.push([shortenSource(source), formatBytes(bytes), commit.slice(0, 12), license, state])
    states.set(source, state)
  }
  printTable(['SOURCE', 'SIZE', 'COMMIT', 'LICENSE', 'STATE'], rows)
  process.stdout.write('\nCatalog:\n')
  printTable(
    ['NAME', 'CAPABILITY', 'SIZE', 'MEMORY', 'LICENSE', 'LANGUAGES', 'PACKAGE', 'STATE'],
    modelCatalog.map((entry) => describeEntry(entry, states.get(entry.source) ?? 'not downloaded')),
  )
}

function describeEntry(entry: CatalogEntry, state: string): readonly string[] {
  const { name, capability, files, memoryMegabytes, license, languages } = entry
  const size = formatBytes(files.reduce((sum, file) => sum + file.size, 0))
  const peer = `${entry.package.name} ${entry.package.range}`
  return [name, capability, size, `${memoryMegabytes} MB`, license, languages.join(' '), peer, state]
}

async function verifyModels({ dataDir }: AccountLocation, source: string | undefined): Promise<void> {
  const records = new ModelRecords(dataDir)
  const chosen = source === undefined ? await records.list() : [await findRecord(records, source)]
  const wrong: string[] = []
  for (const record of chosen) {
    for (const { path, sha256 } of record.files) {
      const actual = await hashFile(join(modelDirectory(record), path)).catch(() => 'missing')
      process.stdout.write(
        `${actual === sha256 ? 'ok' : actual === 'missing' ? 'missing' : 'CHANGED'}  ${record.source}  ${path}\n`,
      )
      if (actual !== sha256) wrong.push(path)
    }
  }
  if (wrong.length > 0)
    throw new Error(`${wrong.length} files differ: remove their models with "models rm" and pull them again`)
}

async function removeModel({ dataDir }: AccountLocation, source: string): Promise<void> {
  const records = new ModelRecords(dataDir)
  const record = await findRecord(records, source)
  await records.remove(record.source)
  const others = (await records.list()).filter(
    ({ repository, commit }) => repository === record.repository && commit === record.commit,
  )
  const shared = new Set(others.flatMap(({ files }) => files.map(({ path }) => path)))
  const unused = record.files.map(({ path }) => path).filter((path) => !shared.has(path))
  const cache = new CachedRepository(hubCacheDirectory(), record.repository)
  process.stdout.write(`Removed ${source}: ${formatBytes(await cache.removeFiles(record.commit, unused))} freed\n`)
}

async function findRecord(records: ModelRecords, source: string): Promise<ModelRecord> {
  const record = await records.find(expandName(source))
  if (record === undefined)
    throw new Error(`${JSON.stringify(source)} was not downloaded; list the models with "models"`)
  return record
}
