import type { InboxSettings, InboxSubject } from '@stt-webhooks/testing'
import { createDisk, type Disk, leaseMs } from './disk.ts'
import { HonestInbox } from './honest.ts'

export type InboxClass = new (disk: Disk, settings: InboxSettings) => HonestInbox

/** Inboxes of a class, on disks that are shared by name. */
export function subjectOf(Class: InboxClass): InboxSubject {
  const disks = new Map<string, Disk>()
  return {
    durable: true,
    leaseMs,
    open(store, settings) {
      const disk = disks.get(store) ?? createDisk()
      disks.set(store, disk)
      return new Class(disk, settings)
    },
    crash(inbox) {
      if (inbox instanceof HonestInbox) inbox.crash()
    },
  }
}
