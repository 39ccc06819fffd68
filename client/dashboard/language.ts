/**
 * The language of the editor in place of the browser's, for all that formats times and numbers. uPlot
 * asks for it while it loads and fails on what is no tag, as with the C locale of a bare system: so this
 * is imported before anything else.
 */
Object.defineProperty(navigator, 'language', { value: document.documentElement.lang || 'en' });
