import { NumberInput, Select } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import type { ImageSettings } from './request-images.ts'
import { texts } from './texts.ts'

const sizes = ['1024x1024', '1024x1536', '1536x1024']
const qualities = ['low', 'medium', 'high', 'auto']
const maxCount = 4

interface ImageOptionsProps {
  readonly settings: ImageSettings
  readonly onChange: (changes: Partial<ImageSettings>) => void
  /** Whether to offer a size; an edit keeps the size of its reference. */
  readonly hasSize: boolean
}

/** Renders the inputs for size, quality, number of images and seed. */
export function ImageOptions({ settings, onChange, hasSize }: ImageOptionsProps) {
  const text = useTexts(texts)
  return (
    <>
      {hasSize && (
        <Select
          label={text.size}
          data={sizes}
          value={settings.size}
          onChange={(size) => size && onChange({ size })}
          allowDeselect={false}
          w={140}
        />
      )}
      <Select
        label={text.quality}
        data={qualities}
        value={settings.quality}
        onChange={(quality) => quality && onChange({ quality })}
        allowDeselect={false}
        w={120}
      />
      <NumberInput
        label={text.count}
        min={1}
        max={maxCount}
        value={settings.count}
        onChange={(count) => onChange({ count: Number(count) || 1 })}
        w={90}
      />
      <NumberInput
        label={text.seed}
        min={0}
        value={settings.seed ?? ''}
        onChange={(seed) => onChange({ seed: seed === '' ? undefined : Number(seed) })}
        w={120}
      />
    </>
  )
}
