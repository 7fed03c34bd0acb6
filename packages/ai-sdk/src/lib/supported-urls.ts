/** URLs that the server reads itself, by media type: images at `https:` URLs. Others are downloaded by the AI SDK. */
export const supportedUrls: Record<string, RegExp[]> = { 'image/*': [/^https:\/\/.+$/] }
