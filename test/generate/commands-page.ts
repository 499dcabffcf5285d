import { COMMANDS, FLAGS } from '../../src/cli/flags.ts';
import { fillMarked } from './fill-marked.ts';

/** docs/reference/COMMANDS.md with its tables. */
export function commandsPage(page: string): string {
  return fillMarked(page, 'table', (words) => (words === 'commands' ? commandsTable() : flagsTable()));
}

function commandsTable(): string {
  const rows = [...COMMANDS].map(([name, summary]) => `| \`${name}\` | ${summary} |\n`);
  return `| command | what it does |\n|---|---|\n${rows.join('')}`;
}

function flagsTable(): string {
  const rows = FLAGS.map(({ name, short, value, commands, summary }) => {
    const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
    const flag = short === undefined ? `\`${long}\`` : `\`-${short}\`, \`${long}\``;
    return `| ${flag} | ${commands.length === COMMANDS.size ? 'all' : commands.join(', ')} | ${summary} |\n`;
  });
  return `| flag | commands | meaning |\n|---|---|---|\n${rows.join('')}`;
}
