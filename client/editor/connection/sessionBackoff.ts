/** A session that ends sooner is short: it opened and achieved nothing. */
const shortMs = 2_000;
/** So many short ones in a row are a sidecar that was killed, and its successors that raced. */
const freeTries = 3;
const firstWaitMs = 50;
const longestWaitMs = 2_000;

/**
 * How long a window waits before it opens its next session. Something that ends every session at
 * once (a frame that is refused, say) would otherwise make hundreds of them a second. It slows
 * down and never stops for good.
 */
export class SessionBackoff {
  private shortInARow = 0;

  sessionEnded(livedMs: number): void {
    this.shortInARow = livedMs < shortMs ? this.shortInARow + 1 : 0;
  }

  get waitMs(): number {
    const counted = this.shortInARow - freeTries;
    return counted <= 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (counted - 1));
  }
}
