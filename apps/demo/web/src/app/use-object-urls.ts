import { useEffect, useState } from 'react'

/** Addresses under which the page can show blobs; freed when they are no longer shown. */
export function useObjectUrls(blobs: readonly Blob[]): readonly string[] {
  const [urls, setUrls] = useState<readonly string[]>([])
  useEffect(() => {
    const made = blobs.map((blob) => URL.createObjectURL(blob))
    setUrls(made)
    return () => {
      for (const url of made) URL.revokeObjectURL(url)
    }
  }, [blobs])
  return urls
}
