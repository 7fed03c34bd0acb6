// Tries other people's clients against the local server, by base URL and key alone, and prints what works.
//
//   node tests/clients/clients.ts            all
//   node tests/clients/clients.ts langchain  those whose title contains a word
//
// The clients are installed in a temporary folder; those for Python only if there is a python3.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@mira/engines'
import { Verdicts } from '@mira/tests-size/verdicts'
import { type ForeignClient, nodeClients, pythonClients } from './lib/clients.ts'
import { formatCompatibility, type TriedClient } from './lib/compatibility-table.ts'
import { installedVersion, installNodeClients, installPythonClients } from './lib/install-clients.ts'
import { type Surroundings, tryClient } from './lib/try-client.ts'

const word = process.argv[2]?.toLowerCase() ?? ''
const isChosen = ({ title }: ForeignClient) => title.toLowerCase().includes(word)
const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-clients-'))
const server = await startServer({ warmUp: true })
const api = { folder, url: server.url, apiKey: server.apiKey ?? '' }
try {
  await installNodeClients(folder)
  const tried: TriedClient[] = []
  for (const client of nodeClients.filter(isChosen)) {
    const version = installedVersion(folder, client.package)
    tried.push(await tryOne(client, { ...api, command: process.execPath, version }))
  }
  const chosen = pythonClients.filter(isChosen)
  const python = chosen.length > 0 ? await installPythonClients(folder) : 'none was chosen'
  if (typeof python === 'string') console.log(`Clients for Python were not tried: ${python}.`)
  else
    for (const client of chosen) {
      const version = python.versions.get(client.package) ?? ''
      tried.push(await tryOne(client, { ...api, command: python.python, version }))
    }
  console.log(`\n${formatCompatibility(tried)}`)
} finally {
  await server.close()
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function tryOne(
  client: ForeignClient,
  { version, ...surroundings }: Surroundings & { readonly version: string },
): Promise<TriedClient> {
  const cells = await tryClient(client, surroundings)
  if (cells.length === 0) verdicts.note(client.title, ['its program tried nothing'])
  for (const { name, problem, reason } of cells)
    if (reason === undefined) verdicts.note(`${client.title}: ${name}`, problem === undefined ? [] : [problem])
  return { title: client.title, version, cells }
}
