import { element, formatMs, formatValue } from './element.ts'
import type { Fields, ShownCall, ShownRound, ShownRun } from './read-run.ts'

/** Renders a recorded run: a summary, and a timeline whose rows open. */
export function renderRun(run: ShownRun, fileName: string): Node[] {
  const timeline = element('ol', 'timeline')
  for (const round of run.rounds) {
    timeline.append(element('li', 'round', renderRound(round, run.durationMs)))
    for (const call of round.calls) timeline.append(element('li', 'call', renderCall(call, run.durationMs)))
  }
  return [
    summarize(run, fileName),
    ...(run.error
      ? [element('p', 'error', `${text(run.error.code ?? run.error.name)}: ${text(run.error.message)}`)]
      : []),
    ...(run.cut.length > 0 ? [describeCuts(run.cut)] : []),
    disclose('Conversation before the run, and tools', [
      ...section('Messages', run.messages),
      ...section('Tools', run.tools),
    ]),
    element('h2', '', 'Timeline'),
    legend(),
    timeline,
    ...(run.answer === undefined ? [] : [element('h2', '', 'Answer'), element('pre', '', run.answer)]),
  ]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function summarize(run: ShownRun, fileName: string): HTMLElement {
  const calls = run.rounds.flatMap((round) => round.calls)
  const retries = run.rounds.reduce((sum, { attempts }) => sum + Math.max(0, attempts.length - 1), 0)
  const failed = calls.filter((call) => call.error).length
  const facts: readonly (readonly [string, string, string?])[] = [
    ['File', fileName],
    ['Status', run.status, run.status],
    ['Operation', run.operation],
    ['Model', run.model],
    ['Started', run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['Duration', formatMs(run.durationMs)],
    ['Rounds', retries > 0 ? `${run.rounds.length} (${retries} retried)` : String(run.rounds.length)],
    ['Tool calls', failed > 0 ? `${calls.length} (${failed} failed)` : String(calls.length)],
    ['Tokens', formatUsage(run.usage)],
  ]
  const list = element('dl', '')
  for (const [term, value, className = ''] of facts)
    if (value) list.append(element('div', '', element('dt', '', term), element('dd', className, value)))
  return list
}

function formatUsage(usage: Fields | undefined): string {
  const { prompt_tokens, completion_tokens, total_tokens } = usage ?? {}
  if (total_tokens === undefined) return ''
  return `${total_tokens} (${prompt_tokens ?? '?'} in, ${completion_tokens ?? '?'} out)`
}

function describeCuts(cuts: readonly Fields[]): HTMLElement {
  const list = cuts.map(({ path, omittedCharacters }) => `${text(path)}: ${omittedCharacters} characters`)
  return disclose(`Left out of this recording: ${cuts.length}`, [element('pre', '', list.join('\n'))])
}

function legend(): HTMLElement {
  const entries = [
    ['bar', 'answer'],
    ['bar tool', 'tool call'],
    ['bar bad', 'failed'],
    ['bar wait', 'delay before a retry'],
  ] as const
  const items = entries.map(([className, label]) => {
    const key = element('span', `${className} key`)
    return element('span', '', key, label)
  })
  return element('p', 'legend', ...items)
}

function renderRound(round: ShownRound, totalMs: number): HTMLElement {
  const track = element('span', 'track')
  let startedAtMs = round.startedAtMs
  for (const { durationMs, waitMs, code } of round.attempts) {
    addBar(track, { className: code ? 'bar bad' : 'bar', startedAtMs, durationMs, totalMs })
    startedAtMs += durationMs
    if (waitMs > 0) addBar(track, { className: 'bar wait', startedAtMs, durationMs: waitMs, totalMs })
    startedAtMs += waitMs
  }
  if (round.attempts.length === 0)
    addBar(track, { className: round.error ? 'bar bad' : 'bar', ...times(round, totalMs), totalMs })
  const attempts = round.attempts.map(({ status, code, durationMs, waitMs }, index) => {
    const outcome = [status, code].filter((value) => value !== undefined).join(' ')
    const wait = waitMs > 0 ? `, again after ${formatMs(waitMs)}` : ''
    return `attempt ${index + 1}: ${outcome}, ${formatMs(durationMs)}${wait}`
  })
  const { choices, usage, ...others } = round.completion ?? {}
  const list = Array.isArray(choices) ? choices : []
  const name = element('span', 'name', `Round ${round.round}${round.error ? ', failed' : ''}`)
  const content = [
    ...list.flatMap((choice) => section('Answer', (choice as Fields | null)?.message ?? choice)),
    ...section('Error', round.error),
    ...section('Attempts', attempts.join('\n')),
    ...section('Usage', usage),
    ...section('Fields of the completion', Object.keys(others).length > 0 ? others : undefined),
  ]
  return row({ name, track, durationMs: round.durationMs, content })
}

/** Length of arguments in the row of a call, by which calls of one tool differ. */
const maxShownInput = 80

function renderCall(call: ShownCall, totalMs: number): HTMLElement {
  const track = element('span', 'track')
  addBar(track, { className: call.error ? 'bar bad' : 'bar tool', ...times(call, totalMs), totalMs })
  const input = typeof call.arguments === 'string' ? call.arguments : (JSON.stringify(call.arguments) ?? '')
  const name = element('span', 'name', `${call.name}${call.error ? ', failed' : ''} `)
  name.append(element('span', 'quiet', input.slice(0, maxShownInput)))
  const content = [
    ...section('Arguments', call.arguments),
    ...section('Result', call.content),
    ...section('Error', call.error),
  ]
  return row({ name, track, durationMs: call.durationMs, content })
}

/** A round or call that has not ended lasts until the end of the run. */
const times = ({ startedAtMs, durationMs }: Pick<ShownCall, 'startedAtMs' | 'durationMs'>, totalMs: number) => ({
  startedAtMs,
  durationMs: durationMs ?? Math.max(0, totalMs - startedAtMs),
})

interface Bar {
  readonly className: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly totalMs: number
}

function addBar(track: HTMLElement, { className, startedAtMs, durationMs, totalMs }: Bar): void {
  const bar = element('span', className)
  const percent = (ms: number): string => `${Math.min(100, (ms / Math.max(1, totalMs)) * 100)}%`
  bar.style.left = percent(startedAtMs)
  bar.style.width = percent(durationMs)
  track.append(bar)
}

interface Row {
  readonly name: HTMLElement
  readonly track: HTMLElement
  readonly durationMs: number | undefined
  readonly content: readonly Node[]
}

function row({ name, track, durationMs, content }: Row): HTMLElement {
  const summary = element('summary', '', name, track, element('span', 'time', formatMs(durationMs)))
  return element('details', '', summary, element('div', 'content', ...content))
}

function disclose(title: string, content: Node[]): HTMLElement {
  const summary = element('summary', '', element('span', 'name', title))
  return element('details', '', summary, element('div', 'content', ...content))
}

function section(title: string, value: unknown): Node[] {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
  return [element('h3', '', title), element('pre', '', formatValue(value))]
}
