import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Verdicts } from '@mira/tests-size/verdicts'
import { startChatServer } from '../lib/chat-server.ts'
import { type ConsumerReport, installableOffline, installInto, runBesideUndici, runConsumer } from '../lib/consumer.ts'
import { type NamesByEntry, readExportedNames } from '../lib/exported-names.ts'
import type { Packed } from '../lib/pack.ts'
import { checkCompilers } from './compilers.ts'

/** The oldest supported Node, if its binary is installed, and the one that runs this script. */
const oldestNode = resolve(import.meta.dirname, '../node_modules/node-20/bin/node')
const nodes = [oldestNode, process.execPath].filter((node) => existsSync(node))

/** Versions of undici by the name of their development dependency; the last does not run on Node 20. */
const undicis = ['undici-5', 'undici-6', 'undici-7', 'undici-8']

/** Installs the tarballs in an empty project, compiles a program in it with each compiler, and runs one with each Node. */
export async function checkConsumer(packages: readonly Packed[], folder: string, verdicts: Verdicts): Promise<void> {
  const installed = installableOffline(packages)
  const project = join(folder, 'project')
  installInto(project, installed)
  const expected = valuesBySpecifier(installed)
  for (const [name, problems] of await checkCompilers(project, Object.keys(expected))) verdicts.note(name, problems)
  const server = await startChatServer()
  try {
    for (const node of nodes) {
      const report = await runConsumer(project, { node, baseUrl: server.baseUrl, specifiers: Object.keys(expected) })
      verdicts.note(`a program on ${node === oldestNode ? 'Node 20' : `Node ${process.version}`}`, [
        ...compareAnswers(report),
        ...compareValues(expected, report),
      ])
      for (const name of node === oldestNode ? undicis.slice(0, -1) : undicis) {
        const undici = resolve(import.meta.dirname, '../node_modules', name)
        const answers = await runBesideUndici(project, { node, baseUrl: server.baseUrl, undici })
        const wanted = { agent: 'Good day', streamed: 'Good day', mocked: 'Mocked' }
        const problem = isDeepStrictEqual(answers, wanted) ? [] : [JSON.stringify(answers)]
        verdicts.note(`a program beside ${name} on ${node === oldestNode ? 'Node 20' : process.version}`, problem)
      }
    }
  } finally {
    server.close()
  }
}

function compareAnswers({ answer, streamed }: ConsumerReport): string[] {
  return [answer, streamed].filter((text) => text !== 'Good day').map((text) => `answered "${text}", not "Good day"`)
}

function compareValues(expected: NamesByEntry, { exports }: ConsumerReport): string[] {
  return Object.entries(expected).flatMap(([specifier, names]) =>
    String(exports[specifier]) === String(names)
      ? []
      : [`${specifier} exports ${exports[specifier]} at run time, its types say ${names}`],
  )
}

function valuesBySpecifier(packages: readonly Packed[]): NamesByEntry {
  const specifiers = packages.flatMap((packed) =>
    Object.entries(readExportedNames(packed)).map(([entry, names]): [string, string[]] => [
      packed.manifest.name + entry.slice(1),
      names.filter((name) => !name.startsWith('type ')),
    ]),
  )
  return Object.fromEntries(specifiers)
}
