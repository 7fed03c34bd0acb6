import type { EmbeddingEngine, MusicRequest } from '@mira/engine'
import { cosine } from '@mira/engine/internal'
import { genres } from './genres.ts'
import { moods } from './moods.ts'
import { nearestByWords } from './nearest-by-words.ts'
import { readBrief } from './read-brief.ts'

/** Below this cosine no genre is meant: a piece is then pop, or orchestral where nobody sings. */
const leastNearness = 0.15

/** Below this cosine a text says nothing of a mood. */
const leastMoodNearness = 0.3

/** Turns texts into vectors, as an embedding engine does. */
export type Embed = (texts: readonly string[]) => ReturnType<EmbeddingEngine['embed']>

/** A style by name, and texts that describe it. */
interface Style {
  readonly name: string
  /** Sentence for nearness in meaning. */
  readonly description: string
  /** Words for a choice without an encoder. */
  readonly words: string
}

/**
 * Chooses genre and mood: by the words that name one, else by nearness in meaning.
 *
 * @param embed Without it, words in common with the description of a genre decide.
 */
export async function chooseStyle(
  request: MusicRequest,
  embed: Embed | undefined,
): Promise<{ genre: string; mood: string }> {
  const read = readBrief(request)
  // A genre that was given and is not known is taken by its meaning, whatever the prompt names.
  const named = request.genre?.trim() ? readBrief({ prompt: '', genre: request.genre }).genre : read.genre
  const genre = named?.name ?? (await nearestGenre(request, embed))
  const mood = read.mood?.name ?? (request.mood ? await nearestMood(request.mood, embed) : moods[0]?.name)
  return { genre, mood: mood ?? 'neutral' }
}

async function nearestGenre(
  { prompt, genre, style, isInstrumental }: MusicRequest,
  embed: Embed | undefined,
): Promise<string> {
  const text = [genre, style, prompt].filter((part) => part?.trim()).join(', ')
  const fallback = isInstrumental ? 'orchestral' : 'pop'
  if (text === '') return fallback
  const known = genres.map(({ name, words, description, associations }) => ({
    name,
    description,
    words: [name, ...words, description, associations].join(' '),
  }))
  return nearest(text, known, embed, { least: leastNearness, fallback })
}

function nearestMood(text: string, embed: Embed | undefined): Promise<string> {
  const known = moods
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => {
      const description = `${name} ${words.join(' ')}`
      return { name, description, words: description }
    })
  return nearest(text, known, embed, { least: leastMoodNearness, fallback: 'neutral' })
}

async function nearest(
  text: string,
  known: readonly Style[],
  embed: Embed | undefined,
  { least, fallback }: { least: number; fallback: string },
): Promise<string> {
  if (!embed) return nearestByWords(text, known) ?? fallback
  const { vectors } = await embed([text, ...known.map(({ description }) => description)])
  const [own, ...others] = vectors
  if (!own) return fallback
  const scores = others.map((vector) => cosine(own, vector))
  const best = Math.max(...scores)
  return best < least ? fallback : (known[scores.indexOf(best)]?.name ?? fallback)
}
