import { styleText } from 'node:util'

/** Environment variables that terminals and their users set. */
export type Environment = Readonly<Record<string, string | undefined>>

/** An output of the process. */
export interface Output {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/**
 * Whether an output is colored: on terminals, unless `NO_COLOR` is set; `FORCE_COLOR` decides otherwise, as in Node.
 */
export function hasColors({ isTTY = false }: Output, { FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY && !NO_COLOR && TERM !== 'dumb'
}

/** Returns the width of an output in columns: of the terminal, else `COLUMNS`, else 80. At least 20. */
export function widthOf({ columns }: Output, { COLUMNS }: Environment): number {
  const width = columns || Number(COLUMNS) || 80
  return Math.max(20, Math.floor(width))
}

/** Styles of text on a terminal. */
export type Style = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow'

/** Styles a text for an output of the process, if that is colored. */
export function paint(style: Style, text: string, output: Output = process.stdout): string {
  // Older versions of Node ignore the option, and always style.
  return hasColors(output, process.env) ? styleText(style, text, { validateStream: false }) : text
}

/**
 * Removes what a terminal would obey: control characters other than line feed and tab. A text from a server could
 * otherwise move the cursor or write to the clipboard.
 */
export function stripControls(text: string): string {
  return Array.from(text)
    .filter((character) => character === '\n' || character === '\t' || !isControl(character))
    .join('')
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) as number
  return code < 0x20 || (code >= 0x7f && code < 0xa0)
}
