import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { visionData } from '../vision-data.ts'
import type { PageLayout, ReadingTask, RecognizedLine } from './recognized-text.ts'

/** Subset of Tesseract's C++ API as exposed by `tesseract.js-core`. */
interface TesseractApi {
  /** Returns 0, or -1 if the language cannot be loaded. */
  Init(folder: string | null, language: string, engine: number): number
  SetVariable(name: string, value: string): void
  /** Reads the file `/input`. Returns 1 if it is not an image. */
  SetImageFile(exifOrientation: number, angle: number): number
  Recognize(monitor: null): number
  GetJSONText(): string
}

interface TesseractModule {
  readonly FS: { writeFile(path: string, content: Uint8Array): void }
  readonly TessBaseAPI: new () => TesseractApi
}

interface CoreOptions {
  readonly wasmBinary: Uint8Array
  readonly print: (line: string) => void
  readonly printErr: (line: string) => void
}

/** Loaded recognizer for printed English. */
export interface Tesseract {
  readonly module: TesseractModule
  readonly api: TesseractApi
}

const language = 'eng'

/** Values of Tesseract's enums `OcrEngineMode` and `PageSegMode`. */
const lstmOnly = 1
const pageModes: Readonly<Record<PageLayout, string>> = { blocks: '3', scattered: '11' }

const settings = {
  // Resolution at which a page of this size would be scanned. Otherwise, Tesseract estimates it and logs that.
  user_defined_dpi: '300',
  // Sauvola thresholding: ink is darker than its surroundings. The default drops text in shadows.
  thresholding_method: '2',
  // Otherwise, remarks on diacritics and the like go to standard error.
  debug_file: '/dev/null',
}

/** Loads Tesseract's LSTM engine with its English model: 0.3 s, 160 MB. */
export async function loadTesseract(): Promise<Tesseract> {
  const core = createRequire(import.meta.url)(visionData.path('text-reader/tesseract-core.cjs')) as (
    options: CoreOptions,
  ) => Promise<TesseractModule>
  const ignore = () => {}
  const wasmBinary = visionData.read('text-reader/tesseract-core.wasm')
  const module = await core({ wasmBinary, print: ignore, printErr: ignore })
  module.FS.writeFile(`./${language}.traineddata`, gunzipSync(visionData.read('text-reader/eng.traineddata.gz')))
  const api = new module.TessBaseAPI()
  if (api.Init(null, language, lstmOnly) !== 0) throw new Error('Tesseract cannot load its English model')
  return { module, api }
}

/** Recognizes the lines of a page, with the positions of their words. */
export function recognize({ module, api }: Tesseract, { png, layout }: ReadingTask): RecognizedLine[] {
  const variables = { tessedit_pageseg_mode: pageModes[layout], ...settings }
  for (const [name, value] of Object.entries(variables)) api.SetVariable(name, value)
  module.FS.writeFile('/input', png)
  if (api.SetImageFile(1, 0) === 1) throw new Error('Tesseract cannot read the prepared page')
  api.Recognize(null)
  const { blocks } = JSON.parse(api.GetJSONText()) as {
    readonly blocks?: readonly { readonly paragraphs: readonly { readonly lines: readonly RecognizedLine[] }[] }[]
  }
  return (blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
}
