import { isPayloadField } from '../read/extra.ts'
import { invalidOption } from './invalid-option.ts'

/** Read as something else than metadata when they come back beside the payload. */
const misread: ReadonlySet<string> = new Set(['job_id', '__proto__'])

/**
 * `case_id:42,region:us-east`. How to escape the two separators is not documented, so they are refused where they would separate.
 * @throws WebhookError `invalid_option`
 */
export function toWebhookExtra(extra: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(extra)
    .map(([key, value]) => `${checkedKey(key)}:${checkedValue(key, String(value))}`)
    .join(',')
}

function checkedKey(key: string): string {
  if (key === '' || key !== key.trim() || /[,:]/.test(key)) {
    throw invalidOption(
      `The key "${key}" of \`extra\` is empty, has white space at its ends, or has a comma or a colon.`,
    )
  }
  if (isPayloadField(key) || misread.has(key)) {
    throw invalidOption(
      `The key "${key}" of \`extra\` is one of the payload's own, beside which it may come back. Prefix it.`,
    )
  }
  return key
}

/** A colon is no trouble here: the first one ends the key. */
function checkedValue(key: string, value: string): string {
  if (value !== value.trim() || value.includes(',')) {
    throw invalidOption(`The value of "${key}" in \`extra\` has a comma, or white space at its ends.`)
  }
  return value
}
