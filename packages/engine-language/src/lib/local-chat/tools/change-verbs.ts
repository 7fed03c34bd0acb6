import { translateVerb } from '../russian/glossary.ts'
import { splitIdentifier, stemOf, wordsOf } from '../words.ts'

/** Verbs of a message that name the change of a tool, by the verb in the tool's name. */
const requestVerbs: Readonly<Record<string, string>> = {
  send: 'email mail text message write forward notify inform tell let shoot drop fire ping dispatch post share',
  email: 'send mail write forward notify inform tell let shoot drop',
  message: 'send text write notify tell let shoot drop ping',
  notify: 'tell inform send message let alert ping',
  cancel: 'stop call scrap abort annul revoke drop end terminate turn',
  delete: 'remove erase clear wipe discard drop trash purge',
  remove: 'delete erase clear take drop discard kick',
  payment: 'pay settle transfer send',
  request: 'ask',
  refund: 'reimburse return repay',
  transfer: 'send wire pay move',
  pay: 'settle transfer send',
  order: 'buy purchase get reorder bring',
  buy: 'order purchase get',
  purchase: 'order buy get',
  book: 'reserve arrange get schedule make',
  reserve: 'book get arrange hold make',
  schedule: 'book arrange plan put add create set make organize',
  create:
    'add make put open set file register note write save record log start schedule submit raise book plan generate',
  add: 'put create insert include append save note write register log pop throw',
  save: 'store note write record keep remember put add',
  set: 'turn switch change adjust make put dim start brighten lower raise wake create',
  update: 'change set edit modify correct replace fix adjust move',
  change: 'set update edit modify adjust make move switch rename',
  edit: 'change update modify correct',
  move: 'shift relocate transfer put reschedule',
  reschedule: 'move postpone shift push change',
  turn: 'switch put make set shut',
  switch: 'turn put set change',
  toggle: 'turn switch flip',
  control: 'turn switch set dim open close lower raise make start stop',
  enable: 'turn switch activate',
  disable: 'turn switch deactivate',
  lock: 'secure',
  open: 'raise unlock',
  close: 'shut lower',
  start: 'begin run launch turn set',
  stop: 'end halt turn cancel quit',
  play: 'put start listen hear queue stream',
  remind: 'set wake create',
  reminder: 'remind wake',
  alarm: 'wake',
  timer: 'wake time set start',
  call: 'phone ring dial',
  post: 'publish tweet share write',
  publish: 'post share release',
  file: 'submit create raise open report log',
  submit: 'send file hand',
  restart: 'reboot',
  reboot: 'restart',
  subscribe: 'sign enroll register',
  unsubscribe: 'cancel remove',
  block: 'freeze lock ban',
  log: 'record save note add write track register',
  freeze: 'block lock',
}

const otherChanges =
  'clear erase wipe purge empty discard terminate kill abort evict unlock approve reject invite assign upload download archive restore reset rename pause resume skip revoke grant accept decline confirm charge withdraw deposit print share like follow unfollow ban mute unmute record register deploy merge request initiate rent hire lease sell donate redeem activate deactivate snooze dismiss install uninstall format flip'

const changeVerbs = new Set([...Object.keys(requestVerbs), ...otherChanges.split(' ')])
const changes = new Set([...changeVerbs].map(stemOf))

/** What can be asked about a thing: after its name, a verb like "order" is a noun. */
const asked = /^(?:history|count|total|price|lookup|search|statistics)$/
/** What can be asked about a transaction. A document of this name could also be sent or filed. */
const askedOfTransaction = /^(?:status|info|details|log|summary|report|results?)$/
/** Verb at the end of a name, before which other verbs are nouns: "order_status_check". */
const finalRead = /^(?:check|search|lookup|query)$/
/** Verbs that are nouns in such a name. Others are what the tool does: "delete_history" deletes it. */
const transactions = new Set(
  'order book transfer payment refund request purchase charge deposit call timer alarm reminder'.split(' '),
)
const documents = new Set('file log message email record schedule play share'.split(' '))

/** Verbs of tools that only read. */
const reads = new Set(
  'get find search list show look lookup check read fetch query calculate compute convert translate track count compare recommend estimate describe summarize view retrieve detect analyze identify suggest predict browse explain validate verify'
    .split(' ')
    .map(stemOf),
)

/** Verbs without a meaning of their own, as in "make a refund" or "put two apples in the cart". */
const neutral = new Set('make do give get put place have want need like take arrange'.split(' ').map(stemOf))

/** Verbs that end or undo something: another verb with the same object never means them. */
const destructive = new Set(
  'cancel delete remove erase refund transfer pay lock unlock block freeze revoke charge withdraw reset ban stop disable unsubscribe close reject archive format'
    .split(' ')
    .map(stemOf),
)

const verbs = new Set(
  [...Object.entries(requestVerbs).flat(), otherChanges]
    .join(' ')
    .split(' ')
    .concat('make do give get take bring ask help try reverse sort tell say pick choose turn go'.split(' ')),
)

/** Returns whether a word can be the verb of a request. */
export function isRequestVerb(word: string): boolean {
  return verbs.has(word) || reads.has(stemOf(word))
}

/** Returns whether a stem is that of a verb of tools that only read. */
export function isReadingVerb(stem: string): boolean {
  return reads.has(stem)
}

/** Returns the stem of the verb of a tool that changes something; undefined for a tool that only reads. */
export function changeOf(name: string, description: string): string | undefined {
  const words = withoutInterface(wordsOf(splitIdentifier(name)))
  const [first = ''] = words
  if (reads.has(stemOf(first)) || asksAbout(words, description)) return undefined
  const named =
    words.find((word) => changeVerbs.has(word) && word !== 'payment') ?? words.find((word) => word === 'payment')
  if (named) return stemOf(named)
  const [russian] = describedVerbs(description)
  if (russian)
    return reads.has(stemOf(russian.split(/[ |]/)[0] ?? '')) ? undefined : stemOf(russian.split(/[ |]/)[0] ?? '')
  const described = wordsOf(description).slice(0, 3).map(stemOf)
  if (described.some((stem) => reads.has(stem))) return undefined
  return described.find((stem) => changes.has(stem))
}

/** Returns whether a word begins a name as what the tool does, and not as a noun. */
const isAction = (word: string): boolean => verbs.has(word) && !transactions.has(word) && !documents.has(word)

/** "order_status", "order_stock_check" and "file_search" ask about a thing. A tool that "orders a check" does not. */
function asksAbout([first = '', ...rest]: readonly string[], description: string): boolean {
  const [opening = '', next = ''] = wordsOf(description)
  const isOrder = stemOf(opening) === stemOf(first) && /^(?:an?|the|some|your)$/i.test(next)
  if (isAction(first) || isOrder) return false
  const last = rest.at(-1) ?? ''
  if (rest.length > 1) return finalRead.test(last)
  return asked.test(last) || (askedOfTransaction.test(last) && !documents.has(first))
}

/** "audit_log_api_get_access_logs": the name of an interface comes before the verb. In "delete_api_key" the verb is first. */
function withoutInterface(words: readonly string[]): readonly string[] {
  const rest = words.slice(words.lastIndexOf('api') + 1)
  return isRequestVerb(rest[0] ?? '') && !isAction(words[0] ?? '') ? rest : words
}

/** Returns the meanings of the verbs that a Russian description begins with: "Открыть или поднять штору". */
export function describedVerbs(description: string): string[] {
  const words = wordsOf(description).filter((word) => !/^(?:и|или)$/i.test(word))
  const end = words.findIndex((word) => translateVerb(word) === undefined)
  return words.slice(0, end < 0 ? words.length : end).flatMap((word) => translateVerb(word) ?? [])
}

/** Verbs that begin something, which "turn off" never names, and verbs that end something. */
const beginnings = new Set('start play resume open enable create add remind alarm next previous'.split(' ').map(stemOf))
const endings = new Set('stop cancel disable pause delete remove close'.split(' ').map(stemOf))

/** Two ways to go on, of which a request names one. */
const directions = new Set(['next', 'previous'].map(stemOf))

/** Subject and verb of a request, as a tool names it. */
export interface NamedChange {
  /** Stem of the verb, from `changeOf`. */
  readonly change: string
  /** Stems of the name. */
  readonly nameStems: ReadonlySet<string>
}

/** Returns whether a request with this verb names the change of a tool. */
export function namesChange({ change, nameStems }: NamedChange, verb: string, rest: string): boolean {
  const stem = stemOf(verb)
  const objects = new Set(wordsOf(rest).map(stemOf))
  if (nameStems.has('off') ? objects.has('on') : nameStems.has('on') && objects.has('off')) return false
  if (objects.has('off') ? beginnings.has(change) : objects.has('on') && stem === 'turn' && endings.has(change))
    return false
  if (
    [...directions].some(
      (one) => nameStems.has(one) && !objects.has(one) && [...directions].some((other) => objects.has(other)),
    )
  )
    return false
  if (stem === change || nameStems.has(stem)) return true
  if (verb !== 'wake' && destructive.has(stem) && !destructive.has(change)) return false
  const accepted = Object.entries(requestVerbs).filter(
    ([name]) => nameStems.has(stemOf(name)) || stemOf(name) === change,
  )
  if (accepted.some(([, list]) => list.split(' ').includes(verb))) return true
  if (!neutral.has(stem)) return false
  if (objects.has(change)) return true
  return !destructive.has(change) && [...nameStems].some((name) => name !== change && objects.has(name))
}
