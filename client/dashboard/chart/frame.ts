/** Runs once before the next picture, however often it is asked to; not at all while nobody looks. */
export class NextFrame {
  private readonly run: () => void;
  private isAsked = false;

  constructor(run: () => void) {
    this.run = run;
  }

  ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.run();
    });
  }
}
