import type { Embeddings } from '../../embedding-engine.ts'
import { cosine } from '../../sentence-encoder/vector.ts'
import type { MusicRequest } from '../music-engine.ts'
import { genres } from './genres.ts'
import { moods } from './moods.ts'
import { readBrief } from './read-brief.ts'

/** Below this cosine no genre is meant: a piece is then pop, or orchestral where nobody sings. */
const leastNearness = 0.15

/** Below this cosine a text says nothing of a mood. */
const leastMoodNearness = 0.3

type Encode = (texts: readonly string[]) => Promise<Embeddings>

/** Chooses genre and mood: by the words that name one, else by nearness in meaning. */
export async function chooseStyle(request: MusicRequest, encode: Encode): Promise<{ genre: string; mood: string }> {
  const read = readBrief(request)
  // A genre that was given and is not known is taken by its meaning, whatever the prompt names.
  const named = request.genre?.trim() ? readBrief({ prompt: '', genre: request.genre }).genre : read.genre
  const genre = named?.name ?? (await nearestGenre(request, encode))
  const mood = read.mood?.name ?? (request.mood ? await nearestMood(request.mood, encode) : moods[0]?.name)
  return { genre, mood: mood ?? 'neutral' }
}

async function nearestGenre({ prompt, genre, style, isInstrumental }: MusicRequest, encode: Encode): Promise<string> {
  const text = [genre, style, prompt].filter((part) => part?.trim()).join(', ')
  const fallback = isInstrumental ? 'orchestral' : 'pop'
  if (text === '') return fallback
  return nearest(
    text,
    genres.map(({ name, description }) => [name, description] as const),
    encode,
    { least: leastNearness, fallback },
  )
}

function nearestMood(text: string, encode: Encode): Promise<string> {
  const known = moods
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => [name, `${name} ${words.join(' ')}`] as const)
  return nearest(text, known, encode, { least: leastMoodNearness, fallback: 'neutral' })
}

async function nearest(
  text: string,
  known: readonly (readonly [name: string, description: string])[],
  encode: Encode,
  { least, fallback }: { least: number; fallback: string },
): Promise<string> {
  const { vectors } = await encode([text, ...known.map(([, description]) => description)])
  const [own, ...others] = vectors
  if (!own) return fallback
  const scores = others.map((vector) => cosine(own, vector))
  const best = Math.max(...scores)
  return best < least ? fallback : (known[scores.indexOf(best)]?.[0] ?? fallback)
}
