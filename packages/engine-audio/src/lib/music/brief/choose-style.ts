import type { EmbeddingEngine, MusicRequest } from '@mira/engine'
import { cosine } from '@mira/engine/internal'
import { genres } from './genres.ts'
import { moods } from './moods.ts'
import { nearestByWords } from './nearest-by-words.ts'
import { readBrief } from './read-brief.ts'

/** Below this cosine similarity no genre matches; the piece is then pop, or orchestral if instrumental. */
const minNearness = 0.15

/** Below this cosine similarity a text does not describe a mood. */
const minMoodNearness = 0.3

/** Embeds texts as vectors, like an embedding engine. */
export type Embed = (texts: readonly string[]) => ReturnType<EmbeddingEngine['embed']>

/** A named style with texts that describe it. */
interface Style {
  readonly name: string
  /** Sentence to compare by embedding. */
  readonly description: string
  /** Words to match when no encoder is available. */
  readonly words: string
}

/**
 * Chooses genre and mood: by the words that name one, otherwise by semantic similarity.
 *
 * @param embed - Without it, the genre whose description shares the most words is chosen.
 */
export async function chooseStyle(
  request: MusicRequest,
  embed: Embed | undefined,
): Promise<{ genre: string; mood: string }> {
  const read = readBrief(request)
  // An unknown genre in the request is matched by its meaning, even if the prompt names another.
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
  const styles = genres.map(({ name, words, description, associations }) => ({
    name,
    description,
    words: [name, ...words, description, associations].join(' '),
  }))
  return nearest(text, styles, { embed, minNearness, fallback })
}

function nearestMood(text: string, embed: Embed | undefined): Promise<string> {
  const styles = moods
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => {
      const description = `${name} ${words.join(' ')}`
      return { name, description, words: description }
    })
  return nearest(text, styles, { embed, minNearness: minMoodNearness, fallback: 'neutral' })
}

async function nearest(
  text: string,
  styles: readonly Style[],
  { embed, minNearness, fallback }: { embed: Embed | undefined; minNearness: number; fallback: string },
): Promise<string> {
  if (!embed) return nearestByWords(text, styles) ?? fallback
  const { vectors } = await embed([text, ...styles.map(({ description }) => description)])
  const [textVector, ...others] = vectors
  if (!textVector) return fallback
  const scores = others.map((vector) => cosine(textVector, vector))
  const best = Math.max(...scores)
  return best < minNearness ? fallback : (styles[scores.indexOf(best)]?.name ?? fallback)
}
