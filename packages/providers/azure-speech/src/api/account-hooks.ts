import { type ApiCall, type HookReport, type Secret, WebhookError } from '@stt-webhooks/core/provider'
import { idIn } from '../read/notice.ts'
import { createHookChanges } from './hook-changes.ts'
import { type AzureSpeechHookReport, toHookReport } from './hook-report.ts'
import type { Service } from './service.ts'

/** All hooks of the resource. What is no hook is left out. */
export async function readHooks(
  service: Service,
  signal?: AbortSignal,
): Promise<readonly AzureSpeechHookReport[]> {
  const reports: AzureSpeechHookReport[] = []
  for await (const values of service.hooks(signal))
    reports.push(...values.flatMap((value) => toHookReport(value) ?? []))
  return reports
}

/** How the hooks are, for whoever knows no more of Azure Speech than the contract of providers. */
export async function checkHooks(
  service: Service,
  endpoint: string,
  url: string | undefined,
  { signal }: ApiCall,
): Promise<readonly HookReport[]> {
  const hooks = await readHooks(service, signal)
  const asked = url === undefined ? undefined : placeOf(url)
  return hooks.map((hook) => ({
    id: hook.id,
    url: placeOf(hook.url) ?? '',
    state: hook.state,
    isOurs: url === undefined ? idIn(hook.url) === endpoint : isSame(placeOf(hook.url), asked),
    changedAt: hook.changedAt,
    reason: reasonOf(hook),
  }))
}

/**
 * Gives a hook its URL again, which makes Azure Speech send a new challenge; its events stay as they are. Twice is as good as once.
 * @throws WebhookError `invalid_option`, `api_answer`, and what the client throws
 */
export async function enableHook(
  service: Service,
  secret: Secret | undefined,
  id: string,
  { signal }: ApiCall,
): Promise<void> {
  // Only the service knows the query of the hook's URL.
  const hook = (await readHooks(service, signal)).find((one) => one.id === id)
  if (hook === undefined) {
    throw new WebhookError('api_answer', `There is no web hook ${id} any longer. Register a new one.`, {
      provider: 'azure-speech',
    })
  }
  await service.updateHook(
    id,
    createHookChanges(secret).enable({ url: hook.url, events: hook.events }),
    signal,
  )
}

/** Origin and path: without what may be a credential. `undefined` for what is no URL. */
function placeOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && withoutSlash(one) === withoutSlash(other)
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '')
}

function reasonOf({ error }: AzureSpeechHookReport): string | undefined {
  const parts = [error?.code, error?.message].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(': ')
}
