/** An expression inside of a literal, such as a call that reads a file. */
export class Expression {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

/** Syntax of the literals of a language. */
interface Syntax {
  readonly indent: string
  readonly names: Readonly<Record<'true' | 'false' | 'null', string>>
  quote(text: string): string
  key(name: string): string
}

const javascript: Syntax = {
  indent: '  ',
  names: { true: 'true', false: 'false', null: 'null' },
  quote: quoteSingle,
  key: (name) => {
    // Without the brackets, it would set the prototype.
    if (name === '__proto__') return "['__proto__']"
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoteSingle(name)
  },
}

const python: Syntax = {
  indent: '    ',
  names: { true: 'True', false: 'False', null: 'None' },
  quote: (text) => JSON.stringify(text),
  key: (name) => JSON.stringify(name),
}

/** Number of characters up to which a list or an object stands on one line. */
const maxLineLength = 76

/** Writes JSON data, which may contain expressions, as a literal of JavaScript. */
export const writeJavaScript = (value: unknown, margin = ''): string => write(value, javascript, margin)

/** Writes JSON data, which may contain expressions, as a literal of Python. */
export const writePython = (value: unknown, margin = ''): string => write(value, python, margin)

/** Writes the fields of an object as named arguments of a call in Python, each on a line. */
export function writePythonArguments(fields: object): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `    ${name}=${writePython(value, '    ')},\n`)
    .join('')
}

function write(value: unknown, syntax: Syntax, margin: string): string {
  if (value instanceof Expression) return value.source
  if (typeof value === 'string') return syntax.quote(value)
  if (value === null || typeof value === 'boolean') return syntax.names[`${value}`]
  if (typeof value !== 'object') return String(value)
  const isList = Array.isArray(value)
  const inner = margin + syntax.indent
  const writeInner = (content: unknown) => write(content, syntax, inner)
  const items = isList
    ? value.map(writeInner)
    : Object.entries(value)
        .filter(([, content]) => content !== undefined)
        .map(([name, content]) => `${syntax.key(name)}: ${writeInner(content)}`)
  const [open, close, space] = isList ? ['[', ']', ''] : ['{', '}', syntax === javascript ? ' ' : '']
  if (items.length === 0) return open + close
  const line = `${open}${space}${items.join(', ')}${space}${close}`
  if (!line.includes('\n') && margin.length + line.length <= maxLineLength) return line
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${margin}${close}`
}

function quoteSingle(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\.|'/gs, (match) => (match === '\\"' ? '"' : match === "'" ? "\\'" : match))
  return `'${escaped}'`
}
