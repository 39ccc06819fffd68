import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  FormattingOptions,
  Hover,
  Position,
  Range,
  TextEdit,
} from 'vscode-languageserver';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import type { PolicyFault } from '../../shared/policy/policyFault.ts';
import { readPolicy } from '../../shared/policy/readPolicy.ts';
import { completePolicy } from './policyCompletion.ts';
import { diagnosePolicy, fixPolicy, formatPolicy, hoverPolicy } from './policyDocument.ts';

/** The file as the sidecar has read it. */
export interface PolicyOnDisk {
  readonly faults: readonly PolicyFault[];
  onChanged(listener: () => void): Disposable;
}

export interface PolicyPlace {
  readonly path: string;
  readonly disk: PolicyOnDisk;
  /** What people called no problem, by rule. */
  readonly falseAlarms: () => Readonly<Record<string, number>>;
  readonly publish: (uri: string, diagnostics: readonly Diagnostic[]) => void;
}

/**
 * The policy file in one window. While it is open there, the text of the window counts; else what
 * is on disk. No other document is looked at.
 */
export class PolicyDocuments implements Disposable {
  private readonly life = new DisposableStore();
  private readonly place: PolicyPlace;
  private readonly uri: string;
  /** Null while it is not open. */
  private text: string | null = null;
  private isMarked = false;

  constructor(place: PolicyPlace) {
    this.place = place;
    this.uri = pathToFileURL(place.path).toString();
    this.life.add(place.disk.onChanged(() => this.diagnose()));
    this.diagnose();
  }

  dispose(): void {
    this.life.dispose();
  }

  opened(uri: string, text: string): void {
    if (!this.isPolicy(uri)) return;
    this.text = text;
    this.diagnose();
  }

  closed(uri: string): void {
    if (!this.isPolicy(uri)) return;
    this.text = null;
    this.diagnose();
  }

  hover(uri: string, position: Position): Hover | null {
    const text = this.textOf(uri);
    return text === null ? null : hoverPolicy(text, position, this.place.falseAlarms());
  }

  complete(uri: string, position: Position): CompletionItem[] {
    const text = this.textOf(uri);
    return text === null ? [] : completePolicy(text, position);
  }

  fix(uri: string, range: Range): CodeAction[] {
    const text = this.textOf(uri);
    return text === null ? [] : fixPolicy(uri, text, range);
  }

  format(uri: string, options: FormattingOptions): TextEdit[] {
    const text = this.textOf(uri);
    return text === null ? [] : formatPolicy(text, options);
  }

  private diagnose(): void {
    const faults = this.text === null ? this.place.disk.faults : readPolicy(this.text).faults;
    // Nothing to take back, nothing to say.
    if (faults.length === 0 && !this.isMarked) return;
    this.isMarked = faults.length > 0;
    this.place.publish(this.uri, diagnosePolicy(faults));
  }

  private textOf(uri: string): string | null {
    return this.isPolicy(uri) ? this.text : null;
  }

  /** By path: editors and Node escape addresses differently. */
  private isPolicy(uri: string): boolean {
    try {
      return relative(this.place.path, fileURLToPath(uri)) === '';
    } catch (error) {
      if (error instanceof TypeError || error instanceof URIError) return false;
      throw error;
    }
  }
}
