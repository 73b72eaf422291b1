import type { SpeechmaticsJobInfo } from '../payload.ts'

export function jobInfo(jobId: string): SpeechmaticsJobInfo {
  return {
    id: jobId,
    created_at: '2026-11-21T10:00:00.000Z',
    data_name: 'call.wav',
    duration: 4,
    tracking: {
      title: 'Support call',
      reference: 'case-4711',
      tags: ['support'],
      details: { tenant: 'acme' },
    },
  }
}
