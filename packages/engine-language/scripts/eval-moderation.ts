// Judges the texts of eval/moderation and the messages of the chat cases; prints precision and recall by category.
//   node --conditions=@mira/source packages/engine-language/scripts/eval-moderation.ts [held-out|fresh|disguised|unseen|file.json] [--failures]
import { readFile } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import type { ModerationResult } from '@mira/engine'
import { createLocalModerationEngine } from '../src/index.ts'

interface Judged {
  readonly text: string
  readonly expected: string
  readonly result: ModerationResult
}

const showsFailures = process.argv.includes('--failures')
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const engine = createLocalModerationEngine()
if (named.includes('unseen')) await judgeUnseen('unseen/moderation.json')
for (const path of named.filter((one) => one.endsWith('.json'))) await judgeUnseen(resolve(path))
for (const name of named.length > 0
  ? named.filter((one) => one !== 'unseen' && !one.endsWith('.json'))
  : ['held-out', 'fresh', 'disguised']) {
  const { held } = await readJson<{ held: Record<string, string[]> }>(`moderation/${name}.json`)
  report(
    name,
    await judge(Object.entries(held).flatMap(([expected, texts]) => texts.map((text) => ({ text, expected })))),
  )
}
if (named.length === 0) {
  const { prompts } = await readJson<{ prompts: string[] }>('moderation/ordinary-prompts.json')
  reportFalse('ordinary prompts', await judge(prompts.map((text) => ({ text, expected: 'safe' }))))
  const messages = [...new Set((await Promise.all(['messages', 'held-out', 'fresh'].map(readMessages))).flat())]
  const judged = await judge(messages.map((text) => ({ text, expected: 'safe' })))
  reportFalse('chat messages', judged)
}
await engine.close()

/** Judges the texts of others by language and source; their taxonomies only say whether a text is harmful. */
async function judgeUnseen(path: string): Promise<void> {
  type Texts = Record<string, string[]>
  const { english, russian } =
    await readJson<Record<'english' | 'russian', Record<'harmless' | 'harmful', Texts>>>(path)
  for (const [language, kinds] of Object.entries({ english, russian })) {
    for (const [kind, sources] of Object.entries(kinds)) {
      for (const [source, texts] of Object.entries(sources)) {
        const judged = await judge(texts.map((text) => ({ text, expected: kind === 'harmless' ? 'safe' : kind })))
        reportFalse(`${language}, ${kind}, ${source}`, judged)
      }
    }
  }
}

async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(isAbsolute(path) ? path : new URL(`../eval/${path}`, import.meta.url), 'utf8'))
}

async function readMessages(name: string): Promise<string[]> {
  const { cases } = await readJson<{ cases: { messages: { content: unknown }[] }[] }>(`${name}.json`)
  return cases.flatMap(({ messages }) =>
    messages.flatMap(({ content }) => (typeof content === 'string' ? content : [])),
  )
}

async function judge(cases: readonly { readonly text: string; readonly expected: string }[]): Promise<Judged[]> {
  const startedAt = performance.now()
  const results = await engine.moderateTexts(cases.map(({ text }) => text))
  console.log(`${cases.length} texts in ${Math.round(performance.now() - startedAt)} ms`)
  return cases.flatMap(({ text, expected }, index) => {
    const result = results[index]
    return result ? { text, expected, result } : []
  })
}

function report(name: string, judged: readonly Judged[]): void {
  const harmful = judged.filter(({ expected }) => expected !== 'safe')
  const found = harmful.filter(({ result }) => result.isFlagged)
  console.log(`${name}: ${found.length} of ${harmful.length} harmful texts flagged`)
  for (const category of engine.categories) {
    const own = harmful.filter(({ expected }) => expected === category)
    if (own.length === 0) continue
    const right = own.filter(({ result }) => result.category === category).length
    const flagged = own.filter(({ result }) => result.isFlagged).length
    const claimed = judged.filter(({ result }) => result.category === category).length
    const precision = claimed === 0 ? '-' : (right / claimed).toFixed(2)
    const recall = (right / own.length).toFixed(2)
    console.log(
      `  ${category.padEnd(22)} precision ${precision}  recall ${recall}  flagged ${flagged} of ${own.length}`,
    )
  }
  if (showsFailures)
    for (const { expected, result, text } of harmful) if (!result.isFlagged) tell(expected, result, text)
  reportFalse(
    `${name}, harmless texts`,
    judged.filter(({ expected }) => expected === 'safe'),
  )
}

function reportFalse(name: string, harmless: readonly Judged[]): void {
  const flagged = harmless.filter(({ result }) => result.isFlagged)
  console.log(`${name}: ${flagged.length} of ${harmless.length} flagged`)
  if (showsFailures) for (const { expected, result, text } of flagged) tell(expected, result, text)
}

function tell(expected: string, { scores }: ModerationResult, text: string): void {
  const [name, score] = Object.entries(scores).reduce((best, next) => (next[1] > best[1] ? next : best))
  console.log(`    ${expected}, judged ${name} ${score.toFixed(2)}: ${text}`)
}
