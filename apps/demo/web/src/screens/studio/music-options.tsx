import { Autocomplete, Group, NumberInput, Switch } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

const genres = ['synthwave', 'orchestral', 'jazz', 'rock', 'folk', 'lo-fi', 'house', 'ambient', 'bossa nova', 'lullaby']
const moods = ['melancholic', 'happy', 'calm', 'tense', 'epic', 'dreamy']
const maxSeconds = 240

/** Settings of a music job; empty strings are unset. */
export interface MusicSettings {
  readonly genre: string
  readonly mood: string
  readonly seconds: number
  readonly isInstrumental: boolean
}

interface MusicOptionsProps {
  readonly settings: MusicSettings
  readonly onChange: (settings: MusicSettings) => void
}

/** Renders the inputs for genre, mood, duration and vocals. */
export function MusicOptions({ settings, onChange }: MusicOptionsProps) {
  const text = useTexts(texts)
  const change = (changes: Partial<MusicSettings>) => onChange({ ...settings, ...changes })
  return (
    <Group align="end">
      <Autocomplete
        label={text.genre}
        data={genres}
        value={settings.genre}
        onChange={(genre) => change({ genre })}
        w={136}
      />
      <Autocomplete
        label={text.mood}
        data={moods}
        value={settings.mood}
        onChange={(mood) => change({ mood })}
        w={136}
      />
      <NumberInput
        label={text.duration}
        min={1}
        max={maxSeconds}
        value={settings.seconds}
        onChange={(value) => change({ seconds: Number(value) || 1 })}
        w={100}
      />
      <Switch
        label={text.instrumental}
        checked={settings.isInstrumental}
        onChange={(event) => change({ isInstrumental: event.currentTarget.checked })}
      />
    </Group>
  )
}
