import { useEffect, useState } from 'react'

/** Returns object URLs of blobs, which are revoked when the blobs change or the component unmounts. */
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
