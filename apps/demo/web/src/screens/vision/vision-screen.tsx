import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ImageInput } from '../../app/image-input.tsx'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { LocateForm } from './locate-form.tsx'
import { QuestionForm } from './question-form.tsx'
import snippet from './snippet.ts?raw'
import { texts } from './texts.ts'

/** Renders the screen that locates objects in an image and answers questions about it. */
export function VisionScreen() {
  const text = useTexts(texts)
  const [images, setImages] = useState<readonly File[]>([])
  return (
    <ScreenFrame title={text.title} about={text.about} model="mira-vision" code={snippet}>
      <Stack>
        <ImageInput images={images} maxFiles={1} onChange={setImages} hasPreview={false} />
        <LocateForm image={images[0]} />
        <QuestionForm image={images[0]} />
      </Stack>
    </ScreenFrame>
  )
}
