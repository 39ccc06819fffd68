import { plainMarkdown } from '../screen/plain.ts';
import type { StatusView } from './presentStatus.ts';

/** Our own marks around text that has none left: a title, lines, and a list of who is worst. */
export function tooltipMarkdown({ tooltip, worst }: Pick<StatusView, 'tooltip' | 'worst'>): string {
  const [title = '', ...lines] = tooltip.split('\n').map((line) => plainMarkdown(line));
  const agents = worst.map(({ agentId, icon, words }) => {
    return `- $(${icon.id}) **${plainMarkdown(agentId)}** ${plainMarkdown(words)}`;
  });
  return [`**${title}**`, lines.join('  \n'), agents.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}
