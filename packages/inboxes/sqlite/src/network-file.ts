import { statfs as statFileSystem } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Types of file systems in Linux, where a lock or a flush may reach another machine, or nobody: `man 2 statfs`. */
const networks: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4266872130: 'SMB',
  4283649346: 'CIFS',
  1702057286: 'FUSE',
  16914839: '9P',
  1397113167: 'AFS',
  1937076805: 'Coda',
  12805120: 'Ceph',
  198183888: 'Lustre',
}

export type StatFileSystem = (path: string) => Promise<{ readonly type: number }>

/** Warns if the file lies on a network: SQLite's write-ahead log needs memory that all its processes share. */
export async function warnOfNetwork(
  file: string,
  onWarning: (message: string) => void,
  statfs: StatFileSystem = statFileSystem,
): Promise<void> {
  const found = await statfs(dirname(file)).catch(() => undefined)
  // 32-bit systems give it with a sign.
  const name = found === undefined ? undefined : networks[found.type >>> 0]
  if (name === undefined) return
  onWarning(
    `[stt-webhooks] ${file} is on a file system of type ${name}. SQLite can lose data there, above all when several machines use the file. Put it on a local disk, or use @stt-webhooks/inbox-postgres.`,
  )
}
