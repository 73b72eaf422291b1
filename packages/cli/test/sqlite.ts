/** False on a Node without SQLite, which is older than 22.13: then the inbox of the tests cannot be opened. */
export const hasSqlite: boolean = process.getBuiltinModule('node:sqlite') !== undefined
