import { Group, Select } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Settings of a video job. */
export interface VideoSettings {
  readonly aspectRatio: string
  readonly resolution: string
  readonly seconds: string
}

interface VideoOptionsProps {
  readonly settings: VideoSettings
  readonly onChange: (settings: VideoSettings) => void
}

/** Renders the inputs for aspect ratio, resolution and duration. */
export function VideoOptions({ settings, onChange }: VideoOptionsProps) {
  const text = useTexts(texts)
  const inputs = [
    { name: 'aspectRatio', label: text.aspect, data: ['16:9', '9:16', '1:1'] },
    { name: 'resolution', label: text.resolution, data: ['720p', '1080p'] },
    { name: 'seconds', label: text.duration, data: ['5', '10'] },
  ] as const
  return (
    <Group align="end">
      {inputs.map(({ name, label, data }) => (
        <Select
          key={name}
          label={label}
          data={[...data]}
          value={settings[name]}
          onChange={(value) => value && onChange({ ...settings, [name]: value })}
          allowDeselect={false}
          w={140}
        />
      ))}
    </Group>
  )
}
