/** A request as curl would send it. */
export interface CurlRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/**
 * Parses commands that `writeCurl` has written, as a POSIX shell would: tests need neither a shell nor curl.
 *
 * @param variables - Values of the variables of the shell.
 */
export function parseCurl(commands: string, variables: Readonly<Record<string, string>>): readonly CurlRequest[] {
  return split(commands, variables).map((words) => toRequest(words))
}

/** Splits a text into the words of each of its commands. */
function split(text: string, variables: Readonly<Record<string, string>>): string[][] {
  const commands: string[][] = []
  let words: string[] = []
  let word: string | undefined
  const endWord = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const endCommand = () => {
    endWord()
    if (words.length > 0) commands.push(words)
    words = []
  }
  const pattern = /\\\n|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|\n|[ \t]+|([^\s'"\\]+)/gs
  for (const [match, single, double, escaped, plain] of text.matchAll(pattern)) {
    if (match === '\\\n') continue
    if (match === '\n') endCommand()
    else if (single !== undefined) word = (word ?? '') + single
    else if (double !== undefined)
      word = (word ?? '') + double.replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '')
    else if (escaped !== undefined) word = (word ?? '') + escaped
    else if (plain !== undefined) word = (word ?? '') + plain
    else endWord()
  }
  endCommand()
  return commands
}

function toRequest([program, ...words]: readonly string[]): CurlRequest {
  if (program !== 'curl') throw new Error(`Not a command of curl: ${program}`)
  const options: [name: string, value: string][] = []
  let url = ''
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('-')) options.push([word, rest.shift() ?? ''])
    else url = word
  }
  const body = options.find(([name]) => name === '-d')?.[1]
  const headers = options.filter(([name]) => name === '-H').map(([, value]) => value.split(': ', 2) as [string, string])
  const method = options.find(([name]) => name === '-X')?.[1] ?? (body === undefined ? 'GET' : 'POST')
  return { url, method, headers: Object.fromEntries(headers), body }
}
