import './images.css'
import { Button, Group, Paper, Slider, Text } from '@mantine/core'
import { IconBrush, IconDownload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import type { GeneratedImage } from './request-images.ts'
import { texts } from './texts.ts'

interface ImageCardProps {
  readonly image: GeneratedImage
  /** Called when the user chooses to edit the image. */
  readonly onEdit: (blob: Blob) => void
}

/** Renders a generated image; an edited one with a slider that compares it to the original. */
export function ImageCard({ image, onEdit }: ImageCardProps) {
  const text = useTexts(texts)
  const { blob, prompt, revisedPrompt, source } = image
  const [percent, setPercent] = useState(50)
  const files = useMemo(() => (source ? [blob, source] : [blob]), [blob, source])
  const [url, sourceUrl] = useObjectUrls(files)
  return (
    <Paper withBorder p="xs">
      <div className="comparison">
        {sourceUrl !== undefined && <img src={sourceUrl} alt={text.before} className="before" />}
        {url !== undefined && (
          <img
            src={url}
            alt={revisedPrompt ?? prompt}
            style={sourceUrl === undefined ? undefined : { clipPath: `inset(0 ${100 - percent}% 0 0)` }}
          />
        )}
      </div>
      {sourceUrl !== undefined && (
        <Slider
          my="sm"
          value={percent}
          onChange={setPercent}
          label={null}
          thumbLabel={text.compare}
          marks={[
            { value: 0, label: text.before },
            { value: 100, label: text.after },
          ]}
          mb="xl"
        />
      )}
      {revisedPrompt !== undefined && (
        <Text size="sm" c="dimmed" my="xs" dir="auto">
          {revisedPrompt}
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          component="a"
          href={url}
          download={`${prompt.slice(0, 40).replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`}
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {text.save}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBrush size={14} aria-hidden />}
          onClick={() => onEdit(blob)}
        >
          {text.useAsReference}
        </Button>
      </Group>
    </Paper>
  )
}
