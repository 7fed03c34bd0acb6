const pattern = /^\/(.+)\/([dgimsuvy]*)$/s

/** Expressions by condition: compiled once, since every call of a server is compared with them. */
const compiled = new Map<string, RegExp>()

/** Returns whether a text condition is a substring or a valid regular expression. */
export function isTextCondition(condition: string): boolean {
  try {
    compile(condition)
    return true
  } catch {
    return false
  }
}

/** Returns whether a text meets a condition: a substring or, between slashes, a regular expression. */
export function meetsCondition(text: string, condition: string): boolean {
  const expression = compile(condition)
  return expression === undefined ? text.includes(condition) : expression.test(text)
}

/** @throws {SyntaxError} when the expression is invalid. */
function compile(condition: string): RegExp | undefined {
  const [, source, flags] = pattern.exec(condition) ?? []
  if (source === undefined || flags === undefined) return undefined
  let expression = compiled.get(condition)
  if (expression === undefined) {
    // A global or sticky expression would remember where the previous text ended.
    expression = new RegExp(source, flags.replace(/[gy]/g, ''))
    compiled.set(condition, expression)
    if (compiled.size > maxCompiled) compiled.delete(compiled.keys().next().value!)
  }
  return expression
}

const maxCompiled = 10_000
