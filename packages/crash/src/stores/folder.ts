import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder on a disk of this machine. */
export interface Folder {
  file(name: string): string
  drop(): Promise<void>
}

export async function createFolder(): Promise<Folder> {
  const folder = await mkdtemp(join(tmpdir(), 'stt-webhooks-crash-'))
  return {
    file: (name) => join(folder, name),
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}
