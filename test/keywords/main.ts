import { type Judged, judgedReplies, rates } from './reply-table';

const WANTED: Readonly<Record<Judged['label'], readonly string[]>> = {
  opt_out: ['opt_out'],
  opt_in: ['opt_in'],
  help: ['help'],
  other: ['none'],
  unclear: ['review', 'none'],
};

/** Prints what was misread (`--all`: and what is put before a person), then the rates: of all, and of those never tuned on. */
function main(): void {
  const replies = judgedReplies();
  for (const { label, language, text, read, set } of replies) {
    if (WANTED[label].includes(read)) continue;
    if (!process.argv.includes('--all') && read === 'review') continue;
    console.log(`${label} read as ${read} (${set})\t${language}\t${JSON.stringify(text)}`);
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const show = (name: string, of: readonly Judged[]): void => {
    const { replies: count, falsePositives, falseNegatives, missed, forNothing, falseOptIns } = rates(of);
    console.log(
      `${name}: ${count} replies. False positives (opted out, but did not ask): ${percent(falsePositives)}. ` +
        `False negatives (asked, not opted out at once): ${percent(falseNegatives)}, of all opt-outs neither held: ${percent(missed)}. ` +
        `Put before a person for nothing: ${percent(forNothing)}. Wrongly opted in: ${percent(falseOptIns)}.`,
    );
  };
  show('All', replies);
  show(
    'Fresh, never tuned on',
    replies.filter(({ set }) => set === 'fresh'),
  );
}

main();
