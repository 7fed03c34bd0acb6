import * as z from 'zod'
import { maxWaitSeconds } from '../mcp-options.ts'

/** Schema of an image argument. */
export const imageArgument: z.ZodString = /* @__PURE__ */ z
  .string()
  .min(1)
  .describe(
    'Image: the path of a file in an allowed directory, the mira://output/ URI of an earlier result, a public https: URL, or a data: URI',
  )

/** Schema of an audio argument. */
export const audioArgument: z.ZodString = /* @__PURE__ */ z
  .string()
  .min(1)
  .describe(
    'Audio or video: the path of a file in an allowed directory, the mira://output/ URI of an earlier result, or a data: URI',
  )

/** Schema of the name of a result. */
export const fileNameArgument: z.ZodOptional<z.ZodString> = /* @__PURE__ */ z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Name of the file to save, without a directory. Defaults to the first words of the request')

/** Schema of the model of a request. */
export const modelArgument: z.ZodOptional<z.ZodString> = /* @__PURE__ */ z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Id of the model. Defaults to that of the API')

/** Schema of the maximum wait for a job. */
export const waitArgument: z.ZodOptional<z.ZodNumber> = /* @__PURE__ */ z
  .number()
  .min(0)
  .max(maxWaitSeconds)
  .optional()
  .describe(
    'Seconds to wait for the result; after that, or at once with 0, the id of the job is returned, for get_job. Defaults to the setting of the server, normally 50',
  )
