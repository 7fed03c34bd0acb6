import { Button, Group, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Textarea } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useTexts } from '../../app/language.tsx'
import { PictureInput } from '../../app/picture-input.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { TaskButton } from '../../app/task-button.tsx'
import { useTask } from '../../app/use-task.ts'
import { type ImageOrder, makeImages } from './make-images.ts'
import { PictureCard } from './picture-card.tsx'
import snippet from './snippet.ts?raw'
import { texts } from './texts.ts'

const sizes = ['1024x1024', '1024x1536', '1536x1024']
const qualities = ['low', 'medium', 'high', 'auto']
const maxCount = 4
const maxReferences = 4

/** Renders the screen that generates and edits images. */
export function ImagesScreen() {
  const text = useTexts(texts)
  const [isEdit, setIsEdit] = useState(false)
  const [prompt, setPrompt] = useState('')
  const [references, setReferences] = useState<readonly File[]>([])
  const [size, setSize] = useState('1024x1024')
  const [quality, setQuality] = useState('medium')
  const [count, setCount] = useState(1)
  const [seed, setSeed] = useState<number>()
  const pictures = useTask((signal, order: ImageOrder) => makeImages(order, signal))
  const canStart = prompt.trim() !== '' && (!isEdit || references.length > 0)
  const start = (wanted = prompt) =>
    pictures.run({ prompt: wanted.trim(), references: isEdit ? references : [], size, quality, count, seed })

  function editThis(blob: Blob) {
    setReferences([new File([blob], 'picture.png', { type: blob.type })])
    setPrompt('')
    setIsEdit(true)
  }

  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-image" code={snippet}>
      <Stack>
        <SegmentedControl
          aria-label={text.what}
          data={[
            { value: 'make', label: text.make },
            { value: 'edit', label: text.edit },
          ]}
          value={isEdit ? 'edit' : 'make'}
          onChange={(value) => setIsEdit(value === 'edit')}
          style={{ alignSelf: 'start' }}
        />
        {isEdit && <PictureInput pictures={references} maxFiles={maxReferences} onChange={setReferences} />}
        <Textarea
          autosize
          minRows={2}
          dir="auto"
          label={text.prompt}
          placeholder={isEdit ? text.editHint : text.promptHint}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
        />
        <Group align="end">
          {!isEdit && (
            <Select
              label={text.size}
              data={sizes}
              value={size}
              onChange={(value) => value && setSize(value)}
              allowDeselect={false}
              w={140}
            />
          )}
          <Select
            label={text.quality}
            data={qualities}
            value={quality}
            onChange={(value) => value && setQuality(value)}
            allowDeselect={false}
            w={120}
          />
          <NumberInput
            label={text.count}
            min={1}
            max={maxCount}
            value={count}
            onChange={(value) => setCount(Number(value) || 1)}
            w={90}
          />
          <NumberInput
            label={text.seed}
            min={0}
            value={seed ?? ''}
            onChange={(value) => setSeed(value === '' ? undefined : Number(value))}
            w={120}
          />
          <TaskButton
            task={pictures}
            disabled={!canStart}
            onClick={() => start()}
            icon={<IconWand size={16} aria-hidden />}
          >
            {text.start}
          </TaskButton>
        </Group>
        {!isEdit && pictures.result === undefined && (
          <Group gap="xs">
            {text.suggestions.map((suggestion) => (
              <Button
                key={suggestion}
                size="xs"
                variant="light"
                onClick={() => {
                  setPrompt(suggestion)
                  start(suggestion)
                }}
              >
                {suggestion}
              </Button>
            ))}
          </Group>
        )}
        {pictures.error !== undefined && <ErrorNotice error={pictures.error} onRetry={pictures.retry} />}
        {pictures.result && (
          <SimpleGrid cols={{ base: 1, sm: pictures.result.length > 1 ? 2 : 1 }} aria-label={text.made} role="group">
            {pictures.result.map((picture, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pictures of one order never move
              <PictureCard key={index} picture={picture} onEdit={editThis} />
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </ScreenFrame>
  )
}
