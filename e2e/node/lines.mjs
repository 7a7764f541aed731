// JSON lines on stdin and stdout: how a test talks to a script here. The script ends with its stdin.

import { createInterface } from 'node:readline';

// Calls commands[line.do](line) for each line; what fails is reported under the line's id. Calls end() at the end.
export function serve(commands, end = () => {}) {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on('line', async (json) => {
    const line = JSON.parse(json);
    try {
      await commands[line.do](line);
    } catch (error) {
      tell(line.id, { event: 'failed', why: String(error.stack ?? error) });
    }
  });
  lines.on('close', async () => {
    await end();
    process.exit();
  });
}

export function tell(id, what) {
  process.stdout.write(`${JSON.stringify({ id, ...what })}\n`);
}

// Commands whose result is the answer.
export function answering(commands) {
  const answer = (command) => async (line) => tell(line.id, { event: 'done', result: (await command(line)) ?? null });
  return Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, answer(command)]));
}
