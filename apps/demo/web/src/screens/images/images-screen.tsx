import { Group, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { ImageInput } from '../../app/image-input.tsx'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { TaskButton } from '../../app/task-button.tsx'
import { EarlierImages } from './earlier-images.tsx'
import { GeneratedImages } from './generated-images.tsx'
import { useImageHistory } from './image-history.ts'
import { ImageOptions } from './image-options.tsx'
import { writeImagesCode } from './images-code.ts'
import type { GeneratedImage } from './request-images.ts'
import { Suggestions } from './suggestions.tsx'
import { texts } from './texts.ts'
import { useImages } from './use-images.ts'

const maxReferences = 4

/** Renders the screen that generates and edits images. */
export function ImagesScreen() {
  const text = useTexts(texts)
  const [isEdit, setIsEdit] = useState(false)
  const { settings, change, task, start } = useImages(isEdit)
  const { prompt, references } = settings
  const history = useImageHistory()
  // An earlier image, until the next request.
  const [shown, show] = useState<{ readonly image: GeneratedImage; readonly after: unknown }>()
  const images = shown?.after === task.result && shown ? [shown.image] : task.result

  function editResult(blob: Blob) {
    change({ references: [new File([blob], 'image.png', { type: blob.type })], prompt: '' })
    setIsEdit(true)
  }

  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model="mira-image"
      code={() => writeImagesCode(isEdit ? settings : { ...settings, references: [] }, text.promptHint)}
    >
      <Stack>
        <SegmentedControl
          aria-label={text.mode}
          data={[
            { value: 'generate', label: text.generate },
            { value: 'edit', label: text.edit },
          ]}
          value={isEdit ? 'edit' : 'generate'}
          onChange={(value) => setIsEdit(value === 'edit')}
          style={{ alignSelf: 'start' }}
        />
        {isEdit && (
          <ImageInput
            images={references}
            maxFiles={maxReferences}
            onChange={(files) => change({ references: files })}
          />
        )}
        <Textarea
          autosize
          minRows={2}
          dir="auto"
          label={text.prompt}
          placeholder={isEdit ? text.editHint : text.promptHint}
          value={prompt}
          onChange={(event) => change({ prompt: event.currentTarget.value })}
        />
        <Group align="end">
          <ImageOptions settings={settings} onChange={change} hasSize={!isEdit} />
          <TaskButton
            task={task}
            disabled={prompt.trim() === '' || (isEdit && references.length === 0)}
            onClick={() => start()}
            icon={<IconWand size={16} aria-hidden />}
          >
            {text.start}
          </TaskButton>
        </Group>
        {!isEdit && task.result === undefined && <Suggestions prompts={text.suggestions} onSelect={start} />}
        {task.error !== undefined && <ErrorNotice error={task.error} onRetry={task.retry} />}
        {images && <GeneratedImages images={images} onEdit={editResult} />}
        <EarlierImages
          images={history.filter((image) => !images?.includes(image))}
          onShow={(image) => show({ image, after: task.result })}
        />
      </Stack>
    </ScreenFrame>
  )
}
