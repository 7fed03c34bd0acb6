import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ImageInput } from '../../app/image-input.tsx'
import { useTexts } from '../../app/language.tsx'
import { SampleImages } from '../../app/sample-images.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { LocateForm } from './locate-form.tsx'
import { QuestionForm } from './question-form.tsx'
import { texts } from './texts.ts'
import { writeVisionCode } from './vision-code.ts'

/** Renders the screen that locates objects in an image and answers questions about it. */
export function VisionScreen() {
  const text = useTexts(texts)
  const [query, setQuery] = useState({ target: '', mode: 'box' })
  const [images, setImages] = useState<readonly File[]>([])
  return (
    <ScreenFrame
      title={text.title}
      about={text.about}
      model="mira-vision"
      code={() => writeVisionCode({ ...query, image: images[0] })}
    >
      <Stack>
        <ImageInput images={images} maxFiles={1} onChange={setImages} hasPreview={false} />
        <SampleImages onSelect={(image) => setImages([image])} />
        <LocateForm image={images[0]} query={query} onChange={setQuery} />
        <QuestionForm image={images[0]} />
      </Stack>
    </ScreenFrame>
  )
}
