import { NumberInput, Select } from '@mantine/core'
import type { Voice } from '@mira/media'
import { useTexts } from '../../app/language.tsx'
import type { SpeechSettings } from './speech-settings.ts'
import { texts } from './texts.ts'

interface SpeechOptionsProps {
  readonly settings: SpeechSettings
  readonly onChange: (settings: SpeechSettings) => void
  /** Available voices; `undefined` while they are loading. */
  readonly voices: readonly Voice[] | undefined
}

/** Renders the inputs for voice and speed. */
export function SpeechOptions({ settings, onChange, voices }: SpeechOptionsProps) {
  const text = useTexts(texts)
  return (
    <>
      <Select
        label={text.voice}
        data={voices?.map(({ id, name }) => ({ value: id, label: name ?? id })) ?? [settings.voice]}
        value={settings.voice}
        onChange={(voice) => voice && onChange({ ...settings, voice })}
        allowDeselect={false}
        w={160}
      />
      <NumberInput
        label={text.speed}
        min={0.25}
        max={4}
        step={0.25}
        value={settings.speed}
        onChange={(speed) => onChange({ ...settings, speed: Number(speed) || 1 })}
        w={100}
      />
    </>
  )
}
