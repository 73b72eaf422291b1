/** Runs a check: prints its problems, one a line, and lets the process end with 1 if there are any. */
export async function report(
  name: string,
  check: () => readonly string[] | Promise<readonly string[]>,
): Promise<void> {
  const problems = await found(check)
  for (const problem of problems) console.error(`✗ ${problem}`)
  if (problems.length > 0) process.exitCode = 1
  console.log(problems.length === 0 ? `${name}: ok` : `${name}: ${problems.length} problem(s)`)
}

async function found(
  check: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await check()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
