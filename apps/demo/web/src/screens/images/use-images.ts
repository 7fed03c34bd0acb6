import { useState } from 'react'
import { type Task, useTask } from '../../app/use-task.ts'
import { rememberImages } from './image-history.ts'
import { type GeneratedImage, type ImageSettings, requestImages } from './request-images.ts'

/** State of the form and of its request. */
export interface Images {
  readonly settings: ImageSettings
  readonly task: Task<[ImageSettings], readonly GeneratedImage[]>
  change(changes: Partial<ImageSettings>): void
  /** Sends the request, with another prompt if one is passed. */
  start(prompt?: string): void
}

const defaults: ImageSettings = {
  prompt: '',
  references: [],
  size: '1024x1024',
  quality: 'medium',
  count: 1,
  seed: undefined,
}

/** Manages the settings of the images screen and its request; only edits send the reference images. */
export function useImages(isEdit: boolean): Images {
  const [settings, setSettings] = useState(defaults)
  const task = useTask(async (signal, request: ImageSettings) => {
    const images = await requestImages(request, signal)
    rememberImages(images)
    return images
  })
  const change = (changes: Partial<ImageSettings>) => setSettings((current) => ({ ...current, ...changes }))
  return {
    settings,
    task,
    change,
    start(prompt = settings.prompt) {
      change({ prompt })
      task.run({ ...settings, prompt: prompt.trim(), references: isEdit ? settings.references : [] })
    },
  }
}
