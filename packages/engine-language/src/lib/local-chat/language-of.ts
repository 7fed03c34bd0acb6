import { detectLanguage } from '@mira/engine/internal'
import { detectAll } from 'tinyld'

/** Length of text that decides, in characters. */
const maxRead = 2_000

/** Returns the language of the beginning of a text: a code such as `en`. Defaults to `en`. */
export function languageOf(text: string): string {
  return detectLanguage(text.slice(0, maxRead), detectAll)
}
