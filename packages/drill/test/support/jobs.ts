import type { JobAtService, ProviderName } from '../../src/job.ts'
import { providerNames } from '../../src/job.ts'
import type { Service } from '../../src/services.ts'

/** A job that began and ended at that time, and whose webhook was lost. */
export function jobOf(
  provider: ProviderName,
  id: string,
  state: JobAtService['state'],
  time: number,
): JobAtService {
  const at = new Date(time).toISOString()
  return {
    ...{ provider, id, reference: `order-${id}`, state, isDeleted: true, webhook: 'lost' },
    ...{ createdAt: at, endedAt: at },
  }
}

export async function closeAll(services: Readonly<Record<ProviderName, Service>>): Promise<void> {
  await Promise.all(providerNames.map((name) => services[name].api.close()))
}
