import { readCells } from '../read-output.mjs'
import { asAim, atMost, byCount } from '../rows.mjs'

/** Original targets in KiB, where the current budget is larger. */
const aims = { 'one job, waited for': 8 }

function readBundles(output) {
  const own = readCells(output, 'program').filter((cells) => cells.package === 'mira')
  const sizeOf = (title) => Number(own.find(({ program }) => program === title)?.['gzip KiB'])
  const audio = sizeOf('a realtime session with microphone and loudspeaker') - sizeOf('a realtime session')
  return [
    ...own.flatMap(({ program, 'gzip KiB': figure, budget }) => [
      atMost(`${program}: gzip`, Number(figure), Number(budget), ' KiB'),
      ...(program in aims ? [asAim(atMost(`${program}: gzip, first aim`, Number(figure), aims[program], ' KiB'))] : []),
    ]),
    atMost('microphone and loudspeaker add', Number(audio.toFixed(2)), 3, ' KiB'),
  ]
}

/** Number of third-party packages in an install: `ws`. */
const thirdPartyPackages = 1

function readInstall(output) {
  const rows = readCells(output, 'package')
  const own = rows.find((cells) => cells.package === 'all mira client packages')
  return [
    atMost('install of all client packages', Number(own?.MiB), Number(own?.budget), ' MiB'),
    atMost('packages in it; the only third-party one is `ws`', Number(own?.packages), 7 + thirdPartyPackages),
  ]
}

/** Parses the costs. Times depend on this machine. */
function readCosts(output) {
  const rows = readCells(output, 'package')
  const types = rows.find((cells) => cells.package === 'mira')
  const start = rows.find((cells) => cells.package === 'mira core + chat')
  return [
    asAim(atMost('type-check of one chat program: time', Number(types?.s), 0.45, ' s')),
    asAim(atMost('type-check of one chat program: memory', Number(types?.MiB), 65, ' MiB')),
    asAim(atMost('import of the chat entry: time', Number(start?.ms), 12, ' ms')),
    asAim(atMost('import of the chat entry: heap', Number(start?.['heap MiB']), 3, ' MiB')),
  ]
}

/** Claims of the checks on packed packages, by a part of their title. */
const packed = {
  ': manifest': 'every path of exports is in the package',
  ': contents': 'no sources, tests or maps are in a package',
  ': declarations': 'the API is the recorded one',
  ': types of every entry': 'every entry has types under every resolution',
  'finds the types of': 'TypeScript 5.4 to 7 compiles every entry of the client packages',
  'a program on': 'a program runs on Node 20 and 24 with the packed packages',
  'a program beside': 'calls work beside undici 5 to 8 on Node 20 and 24',
  'a change releases': 'packages are released independently',
}

function readPacked(output) {
  const failures = [...output.matchAll(/^FAILED (.*)$/gm)].map(([, title]) => title)
  return Object.entries(packed).map(([part, claim]) => {
    const failed = failures.filter((title) => title.includes(part)).length
    return { claim, figure: `${failed} failed`, budget: 'none', isMet: failed === 0 }
  })
}

/** Claims about the size, contents and API of packages. */
export const sizeProofs = [
  {
    name: 'size',
    document: 'README.md',
    check: 'tests/size',
    command: ['node', 'tests/size/size.ts'],
    read: (output) => [
      ...readBundles(output),
      ...readInstall(output),
      ...readCosts(output),
      byCount(output, 'every bundler drops what is not imported'),
    ],
  },
  {
    name: 'pack',
    document: 'README.md',
    check: 'tests/pack',
    command: ['node', 'tests/pack/pack.ts'],
    read: (output) => [...readPacked(output), byCount(output, 'packed packages are correct')],
  },
]
