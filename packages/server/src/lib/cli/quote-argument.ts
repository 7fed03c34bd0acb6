/** Quotes a value for a POSIX shell, if necessary. */
export function quoteArgument(value: string): string {
  return /^[\w.:/@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}
