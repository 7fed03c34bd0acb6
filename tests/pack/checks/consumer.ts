import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Verdicts } from '@mira/tests-size/verdicts'
import { startChatServer } from '../lib/chat-server.ts'
import { type ConsumerReport, installableOffline, installInto, runConsumer } from '../lib/consumer.ts'
import { type NamesByEntry, readExportedNames } from '../lib/exported-names.ts'
import type { Packed } from '../lib/pack.ts'
import { checkCompilers } from './compilers.ts'

/** The oldest supported Node, if its binary is installed, and the one that runs this script. */
const oldestNode = resolve(import.meta.dirname, '../node_modules/node-20/bin/node')
const nodes = [oldestNode, process.execPath].filter((node) => existsSync(node))

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
