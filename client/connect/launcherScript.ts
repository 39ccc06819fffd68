import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';

export interface LaunchScript {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly runtime: string;
  /** The folder of the programs. */
  readonly programs: string;
}

/**
 * The text of the launcher. It names its home, which the programs that start it do not know, tries
 * the recorded runtime, then `node` on PATH. When neither runs, a hook lets its program go on and leaves
 * a line in the log: to some programs any other end means that the tool must not run.
 */
export function launcherScript(script: LaunchScript): string {
  return script.platform === 'win32' ? batchScript(script) : shellScript(script);
}

function shellScript({ home, runtime, programs }: LaunchScript): string {
  return `#!/bin/sh
# Watchstander. The configurations of agents name this file; it is written anew when the extension
# starts, so changes are lost.
WATCHSTANDER_HOME=${quoted(home)}
runtime=${quoted(runtime)}
programs=${quoted(programs)}
export WATCHSTANDER_HOME
if [ "$1" = hook ]; then
  program=$programs/hook.js
  shift
  fail_open=yes
else
  program=$programs/cli.js
  fail_open=
fi
why="$program is gone"
if [ -f "$program" ]; then
  if [ -x "$runtime" ] && [ -f "$runtime" ]; then
    ELECTRON_RUN_AS_NODE=1 exec "$runtime" "$program" "$@"
  fi
  if command -v node >/dev/null 2>&1; then exec node "$program" "$@"; fi
  why="neither $runtime nor node on PATH can run"
fi
if [ -n "$fail_open" ]; then
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $1 $2: $why; goes on" 2>/dev/null >>${quoted(logFile(home))}
  exit 0
fi
echo "watchstander: $why. Start an editor with Watchstander, or install Node.js 20." >&2
exit 1
`;
}

function batchScript({ home, runtime, programs }: LaunchScript): string {
  const lines = [
    '@echo off',
    'rem Watchstander. The configurations of agents name this file; it is written anew when the',
    'rem extension starts, so changes are lost.',
    'setlocal',
    `set "WATCHSTANDER_HOME=${escaped(home)}"`,
    `set "runtime=${escaped(runtime)}"`,
    `set "program=${escaped(programs)}\\cli.js"`,
    `if "%~1"=="hook" set "program=${escaped(programs)}\\hook.js"`,
    'set "ELECTRON_RUN_AS_NODE=1"',
    'set words=%*',
    'if "%~1"=="hook" set "words=%2 %3"',
    'if not exist "%program%" goto missing',
    'if exist "%runtime%" goto recorded',
    'where node >nul 2>nul || goto missing',
    'node "%program%" %words%',
    'exit /b %errorlevel%',
    ':recorded',
    '"%runtime%" "%program%" %words%',
    'exit /b %errorlevel%',
    ':missing',
    'if not "%~1"=="hook" echo watchstander: nothing can run %program%. 1>&2 & exit /b 1',
    `echo %date% %time% %2 %3: nothing can run %program%; goes on>>"${escaped(logFile(home))}" 2>nul`,
    'exit /b 0',
    '',
  ];
  return lines.join('\r\n');
}

function logFile(home: string): string {
  return join(home, homeLayout.hookLog);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
