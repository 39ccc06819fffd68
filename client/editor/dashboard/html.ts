/** Where the page finds what it is made of; addresses of the webview. */
export interface PagePlaces {
  readonly script: string;
  readonly style: string;
  /** Where styles may come from. */
  readonly source: string;
  readonly nonce: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * A frame and nothing else. What is said on it comes in messages; no text of an agent is ever made into
 * HTML. Only our script runs, by its nonce; only our style file applies; nothing is fetched.
 */
export function pageHtml({ script, style, source, nonce, language }: PagePlaces): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${style}">
<title>Watchstander</title>
</head>
<body>
<div id="page"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
