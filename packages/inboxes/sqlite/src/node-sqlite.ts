import { WebhookError } from '@stt-webhooks/core/inbox'

export type NodeSqlite = typeof import('node:sqlite')

/**
 * The `node:sqlite` of this Node.js. An import would fail where it is missing, before anybody could say what to do.
 * @throws WebhookError `invalid_option`
 */
export function loadNodeSqlite(
  find: (id: 'node:sqlite') => NodeSqlite | undefined = process.getBuiltinModule,
): NodeSqlite {
  const sqlite = find('node:sqlite')
  if (sqlite !== undefined) return sqlite
  throw new WebhookError(
    'invalid_option',
    `inboxSqlite() needs the node:sqlite of Node.js 22.13 or later, and this is ${process.version}. Update Node.js, or use another inbox.`,
  )
}
